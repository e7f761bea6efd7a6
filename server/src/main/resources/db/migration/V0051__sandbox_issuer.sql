-- The sandbox's card issuer. It plays somebody else, so it shares no table with the rest.

-- A card is known by a keyed mark of its number.
create table issuer_card (
    number_mark bytea  not null,
    currency    text   not null,
    limit_minor bigint not null,
    used_minor  bigint not null,
    constraint issuer_card_pkey primary key (number_mark),
    constraint issuer_card_within_limit check (used_minor between 0 and limit_minor)
);

create table issuer_payment (
    payment        uuid        not null,
    -- None where it was told to cancel what it never saw.
    number_mark    bytea,
    state          text        not null,
    reason         text        not null,
    held_minor     bigint      not null,
    captured_minor bigint      not null,
    refunded_minor bigint      not null,
    changed_at     timestamptz not null,
    constraint issuer_payment_pkey primary key (payment),
    constraint issuer_payment_refund_within_capture check (
        refunded_minor between 0 and captured_minor
    )
);

-- What it was told, by the teller's id: the same id means the same thing however often it comes.
create table issuer_message (
    id      uuid        not null,
    payment uuid        not null,
    kind    text        not null,
    at      timestamptz not null,
    constraint issuer_message_pkey primary key (id)
);

-- What is to go wrong next, in the order of the ids.
create table issuer_fault (
    id   bigint generated always as identity,
    call text not null,
    kind text not null,
    constraint issuer_fault_pkey primary key (id)
);
