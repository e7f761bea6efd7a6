create table payout (
    id           uuid        not null,
    merchant     uuid        not null,
    partner      uuid        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    origin       text        not null,
    details      text        not null,
    created_at   timestamptz not null,
    due_at       timestamptz not null,
    state        text        not null,
    state_at     timestamptz not null,
    reason       text,
    constraint payout_pkey primary key (id),
    constraint payout_amount_positive check (amount_minor > 0)
);

create index payout_merchant on payout (merchant, id);
create index payout_open on payout (state, state_at) where state in ('PENDING', 'IN_TRANSIT');

-- When a merchant is paid out; one without a row asks for each payout.
create table payout_schedule (
    merchant   uuid    not null,
    every      text    not null,
    anchor     text    not null,
    delay_days integer not null,
    next_at    timestamptz,
    constraint payout_schedule_pkey primary key (merchant)
);

create index payout_schedule_next on payout_schedule (next_at) where next_at is not null;

-- The sandbox's bank. It plays somebody else, so it shares no table with the rest.
create table bank_payment (
    payout       uuid        not null,
    merchant     uuid        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    -- Why it was sent back, where it was.
    reason       text,
    at           timestamptz not null,
    constraint bank_payment_pkey primary key (payout)
);

-- What is to go wrong next, in the order of the ids.
create table bank_fault (
    id   bigint generated always as identity,
    call text not null,
    kind text not null,
    constraint bank_fault_pkey primary key (id)
);
