create table claim (
    id         uuid        not null,
    kind       text        not null,
    subject    uuid        not null,
    created_at timestamptz not null,
    constraint claim_pkey primary key (id)
);

create table payment (
    id                    uuid        not null,
    merchant              uuid        not null,
    acquirer              uuid        not null,
    channel               text        not null,
    currency              text        not null,
    amount_minor          bigint      not null,
    capture_mode          text        not null,
    reference             text,
    description           text        not null,
    details               text        not null,
    expires_at            timestamptz,
    created_at            timestamptz not null,
    state                 text        not null,
    -- When the rail was asked, the hold expires, the money moved or the payment was closed.
    state_at              timestamptz,
    closed_reason         text,
    wallet                uuid,
    card                  uuid,
    token                 uuid,
    rail                  text,
    attempt               uuid,
    issuer                uuid,
    home_currency         text,
    home_minor            bigint,
    middle_minor          bigint,
    rate                  text,
    merchant_fee_percent  text,
    issuing_share_percent text,
    first_hold            bigint,
    second_hold           bigint,
    captured_minor        bigint,
    acquiring_fee_minor   bigint,
    issuing_fee_minor     bigint,
    refunded_minor        bigint,
    constraint payment_pkey primary key (id),
    constraint payment_amount_positive check (amount_minor > 0),
    constraint payment_captured_within_amount check (captured_minor <= amount_minor),
    constraint payment_refunded_within_captured check (
        refunded_minor >= 0 and refunded_minor <= captured_minor
    ),
    constraint payment_captured_has_figures check (
        (state = 'CAPTURED') = (captured_minor is not null)
    )
)
with (fillfactor = 80);

create index payment_merchant on payment (merchant, id);
create index payment_expiry on payment (expires_at) where state = 'WAITING';
create index payment_unknown on payment (state_at) where state in ('UNKNOWN', 'AUTHORISED');

create table refund (
    id            uuid        not null,
    payment       uuid        not null,
    merchant      uuid        not null,
    currency      text        not null,
    amount_minor  bigint      not null,
    home_currency text        not null,
    home_minor    bigint      not null,
    reference     text,
    details       text        not null,
    created_at    timestamptz not null,
    constraint refund_pkey primary key (id),
    constraint refund_amount_positive check (amount_minor > 0),
    constraint refund_home_not_negative check (home_minor >= 0)
);

create index refund_payment on refund (payment);
create index refund_merchant on refund (merchant, id);

create table rail_task (
    id           uuid        not null,
    attempt      uuid        not null,
    rail         text        not null,
    kind         text        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    due_at       timestamptz not null,
    attempts     integer     not null default 0,
    leased_until timestamptz,
    done_at      timestamptz,
    constraint rail_task_pkey primary key (id)
);

create index rail_task_due on rail_task (due_at) where done_at is null;
