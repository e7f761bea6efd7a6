-- What the Alipay dialect keeps of its apps beside their keys, and the gateway's own certificates.

-- Whether refunds are told by notification; the official gateway is not clear about it.
alter table gateway_app add column tells_refunds boolean not null default true;

-- An app with certificates is checked by these and by no key.
create table gateway_app_certificate (
    app_id        text        not null,
    serial_number text        not null,
    certificate   text        not null,
    created_at    timestamptz not null,
    valid_until   timestamptz,
    constraint gateway_app_certificate_pkey primary key (app_id, serial_number)
);

-- The key of content encryption, sealed; an app has one or none.
create table gateway_content_key (
    app_id     text        not null,
    sealed     bytea       not null,
    created_at timestamptz not null,
    constraint gateway_content_key_pkey primary key (app_id)
);

-- Certificates the gateway has or had: clients ask for one by its serial number.
create table gateway_certificate (
    serial_number text        not null,
    role          text        not null,
    certificate   text        not null,
    created_at    timestamptz not null,
    constraint gateway_certificate_pkey primary key (serial_number),
    constraint gateway_certificate_role check (role in ('ROOT', 'AUTHORITY', 'SIGNING'))
);

-- A merchant lets a service provider act for it. Codes and tokens are kept as marks only.
create table gateway_authorization (
    id            uuid        not null,
    provider_app  text        not null,
    merchant_app  text        not null,
    code_mark     bytea,
    code_until    timestamptz,
    token_mark    bytea,
    token_until   timestamptz,
    refresh_mark  bytea,
    refresh_until timestamptz,
    created_at    timestamptz not null,
    granted_at    timestamptz,
    revoked_at    timestamptz,
    constraint gateway_authorization_pkey primary key (id),
    constraint gateway_authorization_code unique (code_mark),
    constraint gateway_authorization_token unique (token_mark),
    constraint gateway_authorization_refresh unique (refresh_mark)
);
