-- Agreements by which wallet holders let merchants take money.
create table mandate (
    id           uuid        not null,
    number       text        not null,
    merchant     uuid        not null,
    product      text        not null,
    scene        text        not null,
    reference    text,
    currency     text        not null,
    cycle_unit   text,
    cycle_length integer,
    first_on     text,
    single_minor bigint,
    total_minor  bigint,
    payments_max bigint,
    agree_before timestamptz not null,
    valid_until  timestamptz,
    details      text        not null,
    created_at   timestamptz not null,
    state        text        not null,
    wallet       uuid,
    agreed_at    timestamptz,
    ended_at     timestamptz,
    payments     bigint      not null,
    taken_minor  bigint      not null,
    last_at      timestamptz,
    next_due     text,
    constraint mandate_pkey primary key (id),
    constraint mandate_state check (state in ('PROPOSED', 'ACTIVE', 'ENDED')),
    constraint mandate_agreed_has_wallet check ((state = 'PROPOSED') = (wallet is null)),
    constraint mandate_within_total check (taken_minor <= total_minor),
    constraint mandate_within_payments check (payments <= payments_max)
)
with (fillfactor = 80);

create unique index mandate_number on mandate (number);
create index mandate_wallet on mandate (wallet) where wallet is not null;

-- The place of the one mandate of a kind.
create table mandate_slot (
    id      uuid not null,
    mandate uuid not null,
    constraint mandate_slot_pkey primary key (id)
);

create index mandate_slot_mandate on mandate_slot (mandate);

-- Payments taken under mandates. Rows are only added.
create table mandate_use (
    payment      uuid        not null,
    mandate      uuid        not null,
    amount_minor bigint      not null,
    at           timestamptz not null,
    constraint mandate_use_pkey primary key (payment),
    constraint mandate_use_positive check (amount_minor > 0)
);

create index mandate_use_mandate on mandate_use (mandate);
