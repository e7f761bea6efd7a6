-- Which roll the secret comes from, and the one before it while both are good.
alter table webhook_endpoint add column secret_id uuid;
update webhook_endpoint set secret_id = id;
alter table webhook_endpoint alter column secret_id set not null;
alter table webhook_endpoint add column sealed_previous_secret bytea;
alter table webhook_endpoint add column previous_secret_until timestamptz;
alter table webhook_endpoint add constraint webhook_endpoint_previous_secret_ends
    check ((sealed_previous_secret is null) = (previous_secret_until is null));

-- Since when nothing has been confirmed, and why it is no longer served where nobody said so.
alter table webhook_endpoint add column failing_since timestamptz;
alter table webhook_endpoint add column disabled_by text;
alter table webhook_endpoint add constraint webhook_endpoint_disabled_by
    check (disabled_by is null or (state = 'DISABLED' and disabled_by in ('SILENCE', 'GONE')));
