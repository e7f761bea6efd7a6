-- How long an answer of a partner's gateway is waited for.

alter table partner_access
    add column answer_within_ms bigint not null default 15000,
    add constraint partner_access_answer_within check (answer_within_ms between 100 and 20000);
