-- Merchants that a platform has brought, whose keys may act for them.
create table connected_account (
    merchant   uuid        not null,
    platform   uuid        not null,
    details    text        not null,
    created_at timestamptz not null,
    constraint connected_account_pkey primary key (merchant)
);

create index connected_account_platform on connected_account (platform, merchant);
