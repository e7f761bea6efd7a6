-- How partners' gateways are called, one row for each change: what was begun under one app is asked
-- about under that app. Our app's key is sealed.
create table partner_access (
    gateway             text        not null,
    since               timestamptz not null,
    address             text        not null,
    app_id              text        not null,
    seller_id           text,
    sign_type           text        not null,
    sealed_key          bytea       not null,
    gateway_key         text,
    app_certificate     text,
    gateway_certificate text,
    root_certificates   text,
    constraint partner_access_pkey primary key (gateway, since),
    constraint partner_access_trust check (
        case when gateway_key is null
            then app_certificate is not null and gateway_certificate is not null
                and root_certificates is not null
            else app_certificate is null and gateway_certificate is null
                and root_certificates is null end)
);

insert into partner_access (gateway, since, address, app_id, sign_type, sealed_key, gateway_key)
select name, added_at, address, app_id, 'RSA2', sealed_key, gateway_key from partner_gateway;

alter table partner_gateway
    drop column address,
    drop column app_id,
    drop column sealed_key,
    drop column gateway_key,
    add column state text not null default 'ON',
    add constraint partner_gateway_state check (state in ('ON', 'OFF'));
