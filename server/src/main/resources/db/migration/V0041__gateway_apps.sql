-- Apps by which merchants call in the Alipay dialect, and what their requests are checked with.
create table gateway_app (
    app_id     text        not null,
    merchant   uuid        not null,
    seller_id  text        not null,
    sign_types text        not null,
    created_at timestamptz not null,
    constraint gateway_app_pkey primary key (app_id),
    constraint gateway_app_id_digits check (app_id ~ '^[0-9]{16}$'),
    constraint gateway_app_seller_digits check (seller_id ~ '^2088[0-9]{12}$')
);

create index gateway_app_merchant on gateway_app (merchant);

-- Several keys may be good at once: a changed one stays for some days.
create table gateway_app_key (
    app_id      text        not null,
    public_key  text        not null,
    created_at  timestamptz not null,
    valid_until timestamptz,
    constraint gateway_app_key_pkey primary key (app_id, public_key)
);
