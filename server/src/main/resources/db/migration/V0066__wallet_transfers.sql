-- Money that merchants have sent to wallets. Rows are only added.
create table wallet_transfer (
    id           uuid        not null,
    number       uuid        not null,
    merchant     uuid        not null,
    partner      uuid        not null,
    reference    text        not null,
    wallet       uuid        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    description  text        not null,
    details      text        not null,
    created_at   timestamptz not null,
    constraint wallet_transfer_pkey primary key (id),
    constraint wallet_transfer_amount_positive check (amount_minor > 0)
);

create index wallet_transfer_number on wallet_transfer (merchant, number);

-- Names by which holders sign in, such as an e-mail address; one wallet each.
create table wallet_login (
    login      text        not null,
    wallet     uuid        not null,
    created_at timestamptz not null,
    constraint wallet_login_pkey primary key (login)
);

create index wallet_user on wallet (user_id);

-- Printed codes of merchants, each good for any number of payments.
create table static_code (
    id         uuid        not null,
    code       text        not null,
    merchant   uuid        not null,
    label      text        not null,
    created_at timestamptz not null,
    constraint static_code_pkey primary key (id)
);

create index static_code_merchant on static_code (merchant);
