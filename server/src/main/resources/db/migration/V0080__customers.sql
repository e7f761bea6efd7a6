-- Whom a merchant knows, and what they pay with.
create table customer (
    id          uuid        not null,
    merchant    uuid        not null,
    email       text        not null,
    name        text        not null,
    phone       text        not null,
    description text        not null,
    details     text        not null,
    created_at  timestamptz not null,
    deleted_at  timestamptz,
    constraint customer_pkey primary key (id)
);

create index customer_merchant on customer (merchant, id);
create index customer_email on customer (merchant, email) where email <> '';
create index customer_metadata on customer using gin ((details::jsonb) jsonb_path_ops)
    where details like '%"metadata"%';

create table payment_method (
    id         uuid        not null,
    merchant   uuid        not null,
    customer   uuid,
    -- A payment token that was handed in and has not been opened, or else a device token.
    handed     uuid,
    token      uuid,
    network    text,
    suffix     text,
    expires_on text,
    details    text        not null,
    created_at timestamptz not null,
    constraint payment_method_pkey primary key (id),
    constraint payment_method_has_one_source check ((handed is null) <> (token is null))
);

create index payment_method_customer on payment_method (customer, id) where customer is not null;
create index payment_method_merchant on payment_method (merchant, id);

create table setup_intent (
    id         uuid        not null,
    merchant   uuid        not null,
    customer   uuid,
    method     uuid,
    state      text        not null,
    details    text        not null,
    created_at timestamptz not null,
    constraint setup_intent_pkey primary key (id),
    constraint setup_intent_state check (state in ('WAITING', 'SUCCEEDED', 'CANCELLED'))
);

create index setup_intent_merchant on setup_intent (merchant, id);
