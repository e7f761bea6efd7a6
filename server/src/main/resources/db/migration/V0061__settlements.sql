-- Parts of captured amounts that have left escrow. Rows are only added.
create table settlement (
    id                 uuid        not null,
    payment            uuid        not null,
    merchant           uuid        not null,
    kind               text        not null,
    currency           text        not null,
    amount_minor       bigint      not null,
    released_minor     bigint      not null,
    of_unsettled_minor bigint      not null,
    of_escrow_minor    bigint      not null,
    reference          text,
    created_at         timestamptz not null,
    constraint settlement_pkey primary key (id),
    constraint settlement_within check (
        amount_minor > 0 and amount_minor <= of_unsettled_minor
        and released_minor >= 0 and released_minor <= of_escrow_minor
    )
);

create index settlement_payment on settlement (payment);

-- To whom a merchant may split money.
create table royalty_relation (
    id               uuid        not null,
    merchant         uuid        not null,
    account          text        not null,
    receiver_kind    text        not null,
    receiver         uuid        not null,
    receiver_partner uuid        not null,
    memo             text        not null,
    state            text        not null,
    bound_at         timestamptz not null,
    constraint royalty_relation_pkey primary key (id)
);

create index royalty_relation_merchant on royalty_relation (merchant, account);

-- Orders to split, and what each receiver got and gave back. Rows are only added.
create table split_order (
    id             uuid        not null,
    payment        uuid        not null,
    merchant       uuid        not null,
    reference      text        not null,
    content        text        not null,
    currency       text        not null,
    unfrozen_minor bigint      not null,
    created_at     timestamptz not null,
    constraint split_order_pkey primary key (id),
    constraint split_order_not_negative check (unfrozen_minor >= 0)
);

create table split (
    id               uuid        not null,
    payment          uuid        not null,
    split_order      uuid        not null,
    kind             text        not null,
    account          text        not null,
    receiver_kind    text        not null,
    receiver         uuid        not null,
    receiver_partner uuid        not null,
    currency         text        not null,
    amount_minor     bigint      not null,
    description      text        not null,
    created_at       timestamptz not null,
    constraint split_pkey primary key (id),
    constraint split_amount_positive check (amount_minor > 0)
);

create index split_split_order on split (split_order);
create index split_payment on split (payment);

-- What one receiver has got of one payment and not given back.
create table portion (
    id               uuid   not null,
    payment          uuid   not null,
    receiver_kind    text   not null,
    receiver         uuid   not null,
    receiver_partner uuid   not null,
    currency         text   not null,
    amount_minor     bigint not null,
    constraint portion_pkey primary key (id),
    constraint portion_not_negative check (amount_minor >= 0)
);
