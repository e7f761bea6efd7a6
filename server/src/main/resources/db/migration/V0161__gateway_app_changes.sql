-- An app that is disabled calls in vain. Notifications of requests that name no address go to the
-- app's own, where it has one.
alter table gateway_app add column disabled_at timestamptz;
alter table gateway_app add column notify_url text;

-- What operators did to apps, and who it was. Rows are only added; no secret is in them.
create table gateway_app_change (
    id         uuid        not null,
    app_id     text        not null,
    what       text        not null,
    detail     text        not null,
    made_by    text        not null,
    created_at timestamptz not null,
    constraint gateway_app_change_pkey primary key (id)
);

create index gateway_app_change_app on gateway_app_change (app_id, id);
