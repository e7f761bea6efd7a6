create table merchant (
    id         uuid        not null,
    partner    uuid        not null,
    name       text        not null,
    country    text        not null,
    currency   text        not null,
    category   text        not null,
    mode       text        not null,
    created_at timestamptz not null,
    constraint merchant_pkey primary key (id),
    constraint merchant_category_four_digits check (category ~ '^[0-9]{4}$'),
    constraint merchant_mode check (mode in ('TEST', 'LIVE'))
);

-- Of a key only its hash is kept; it is found by it.
create table api_key (
    id           uuid        not null,
    merchant     uuid        not null,
    kind         text        not null,
    hash         bytea       not null,
    hint         text        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    constraint api_key_pkey primary key (id),
    constraint api_key_hash_unique unique (hash)
);

create index api_key_merchant on api_key (merchant);

create table webhook_endpoint (
    id            uuid        not null,
    merchant      uuid        not null,
    url           text        not null,
    events        text        not null,
    description   text        not null,
    metadata      text        not null,
    state         text        not null,
    sealed_secret bytea       not null,
    created_at    timestamptz not null,
    constraint webhook_endpoint_pkey primary key (id),
    constraint webhook_endpoint_state check (state in ('ENABLED', 'DISABLED'))
);

create index webhook_endpoint_merchant on webhook_endpoint (merchant, id);

-- Payment tokens handed in ahead of the payment, sealed, for ten minutes.
create table handed_token (
    id           uuid        not null,
    merchant     uuid        not null,
    sealed_token bytea,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    used_at      timestamptz,
    constraint handed_token_pkey primary key (id)
);

create index handed_token_expiry on handed_token (expires_at) where sealed_token is not null;
