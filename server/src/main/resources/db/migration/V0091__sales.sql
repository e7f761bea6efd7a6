-- Which payments are checkout sessions; a session has its payment's id, and what it sells lies with
-- the payment.
create table checkout_session (
    id         uuid        not null,
    merchant   uuid        not null,
    link       uuid,
    created_at timestamptz not null,
    constraint checkout_session_pkey primary key (id)
);

create index checkout_session_merchant on checkout_session (merchant, id);
create index checkout_session_link on checkout_session (link, id) where link is not null;

-- Payment links: each visitor's session is made of what is written here.
create table payment_link (
    id          uuid        not null,
    merchant    uuid        not null,
    address_key text        not null,
    sale        text        not null,
    state       text        not null,
    created_at  timestamptz not null,
    constraint payment_link_pkey primary key (id),
    constraint payment_link_key_unique unique (address_key),
    constraint payment_link_state check (state in ('ACTIVE', 'INACTIVE'))
);

create index payment_link_merchant on payment_link (merchant, id);
