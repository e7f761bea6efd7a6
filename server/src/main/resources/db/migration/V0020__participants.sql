create table partner (
    id      uuid not null,
    code    text not null,
    name    text not null,
    country text not null,
    constraint partner_pkey primary key (id),
    constraint partner_code_unique unique (code)
);

create table agreement (
    id                    uuid not null,
    issuing               uuid not null,
    acquiring             uuid not null,
    merchant_fee_percent  text not null,
    issuing_share_percent text not null,
    state                 text not null,
    constraint agreement_pkey primary key (id)
);

create table exchange_rate (
    id          uuid        not null,
    base        text        not null,
    counter     text        not null,
    middle      text        not null,
    offered     text        not null,
    valid_until timestamptz not null,
    constraint exchange_rate_pkey primary key (id)
);

create table quote (
    id            uuid        not null,
    base_currency text        not null,
    base_minor    bigint      not null,
    home_currency text        not null,
    home_minor    bigint      not null,
    middle_minor  bigint      not null,
    rate          text        not null,
    expires_at    timestamptz not null,
    constraint quote_pkey primary key (id)
);

create table wallet (
    id         uuid        not null,
    operator   uuid        not null,
    holder     text        not null,
    currency   text        not null,
    user_id    text        not null,
    state      text        not null,
    created_at timestamptz not null,
    constraint wallet_pkey primary key (id)
);

create table payment_code (
    id         uuid        not null,
    wallet     uuid        not null,
    expires_at timestamptz not null,
    used_for   uuid,
    constraint payment_code_pkey primary key (id)
);

create table card (
    id         uuid        not null,
    issuer     uuid        not null,
    holder     text        not null,
    currency   text        not null,
    network    text        not null,
    suffix     text        not null,
    rail       text        not null,
    sealed_pan bytea       not null,
    created_at timestamptz not null,
    constraint card_pkey primary key (id),
    constraint card_suffix_four_digits check (suffix ~ '^[0-9]{4}$')
);

create table device (
    id         uuid        not null,
    holder     text        not null,
    created_at timestamptz not null,
    constraint device_pkey primary key (id)
);

-- The id is a keyed hash of the token's number: found by number without the number in the clear.
create table device_token (
    id              uuid        not null,
    device          uuid        not null,
    network         text        not null,
    suffix          text        not null,
    sealed_number   bytea       not null,
    sealed_key      bytea       not null,
    wallet          uuid,
    card            uuid,
    expires_on      text        not null,
    state           text        not null,
    counter         bigint      not null,
    counters_seen   bigint      not null,
    created_at      timestamptz not null,
    constraint device_token_pkey primary key (id),
    constraint device_token_one_funding check ((wallet is null) <> (card is null)),
    constraint device_token_suffix_four_digits check (suffix ~ '^[0-9]{4}$')
);

create index device_token_device on device_token (device);

create table event (
    id         uuid        not null,
    merchant   uuid        not null,
    type       text        not null,
    subject    uuid        not null,
    body       text        not null,
    created_at timestamptz not null,
    constraint event_pkey primary key (id)
);

create index event_merchant on event (merchant, id);

create table delivery (
    id           uuid        not null,
    event        uuid        not null,
    merchant     uuid        not null,
    channel      text        not null,
    endpoint     uuid,
    url          text        not null,
    state        text        not null,
    attempts     integer     not null,
    due_at       timestamptz not null,
    leased_until timestamptz,
    last_status  integer,
    last_answer  text,
    delivered_at timestamptz,
    constraint delivery_pkey primary key (id)
);

create index delivery_due on delivery (due_at) where state = 'WAITING';
create index delivery_event on delivery (event);
