-- Money of wallets frozen for merchants, who say later how much of it is the price.
create table fund_freeze (
    id                    uuid        not null,
    merchant              uuid        not null,
    acquirer              uuid        not null,
    currency              text        not null,
    amount_minor          bigint      not null,
    reference             text        not null,
    request               text        not null,
    title                 text        not null,
    details               text        not null,
    expires_at            timestamptz not null,
    created_at            timestamptz not null,
    state                 text        not null,
    rest_minor            bigint      not null,
    paid_minor            bigint      not null,
    wallet                uuid,
    issuer                uuid,
    merchant_fee_percent  text,
    issuing_share_percent text,
    frozen_at             timestamptz,
    frozen_until          timestamptz,
    hold                  bigint,
    constraint fund_freeze_pkey primary key (id),
    constraint fund_freeze_amounts check (
        amount_minor > 0 and rest_minor >= 0 and paid_minor >= 0
        and rest_minor + paid_minor <= amount_minor
    ),
    constraint fund_freeze_has_hold check (
        (state = 'FROZEN') = (hold is not null) and (hold is not null) = (rest_minor > 0)
    )
)
with (fillfactor = 80);

create index fund_freeze_waiting on fund_freeze (expires_at) where state = 'WAITING';
create index fund_freeze_frozen on fund_freeze (frozen_until) where state = 'FROZEN';

-- What was done to freezes. Rows are only added.
create table freeze_operation (
    id           uuid        not null,
    fund_freeze  uuid        not null,
    kind         text        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    reference    text,
    created_at   timestamptz not null,
    constraint freeze_operation_pkey primary key (id),
    constraint freeze_operation_amount_positive check (amount_minor > 0)
);

create index freeze_operation_freeze on freeze_operation (fund_freeze);
