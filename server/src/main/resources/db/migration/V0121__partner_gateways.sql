-- Gateways that partners run, of which this installation is a client; our app's key is sealed.
create table partner_gateway (
    name        text        not null,
    partner     uuid        not null,
    currency    text        not null,
    code_prefix text        not null,
    address     text        not null,
    app_id      text        not null,
    sealed_key  bytea       not null,
    gateway_key text        not null,
    added_at    timestamptz not null,
    constraint partner_gateway_pkey primary key (name)
);
