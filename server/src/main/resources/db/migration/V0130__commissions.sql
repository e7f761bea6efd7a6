-- What a platform gets of a payment that it brings to one of its merchants (platform), or what of a
-- payment of its own it passes on to one of them (destination).
alter table payment
    add column platform              uuid,
    add column destination           uuid,
    add column application_fee_minor bigint,
    add column passed_minor          bigint,
    add constraint payment_fee_within_amount check (
        application_fee_minor > 0 and application_fee_minor <= amount_minor
    ),
    add constraint payment_passed_within_amount check (
        passed_minor > 0 and passed_minor <= amount_minor
    );

-- What the capture of such a payment moved between the two, and how much of it has gone back.
create table commission (
    payment           uuid        not null,
    platform          uuid        not null,
    merchant          uuid        not null,
    currency          text        not null,
    fee_minor         bigint      not null,
    passed_minor      bigint      not null,
    fee_back_minor    bigint      not null,
    passed_back_minor bigint      not null,
    at                timestamptz not null,
    constraint commission_pkey primary key (payment),
    constraint commission_fee_back_within_fee check (
        fee_back_minor >= 0 and fee_back_minor <= fee_minor
    ),
    constraint commission_passed_back_within_passed check (
        passed_back_minor >= 0 and passed_back_minor <= passed_minor
    )
)
with (fillfactor = 80);

create index commission_platform on commission (platform, payment);

-- What has gone back, each time.
create table commission_return (
    id             uuid        not null,
    payment        uuid        not null,
    platform       uuid        not null,
    currency       text        not null,
    fee_minor      bigint      not null,
    passed_minor   bigint      not null,
    refund         uuid,
    gone_minor     bigint      not null,
    fee_left_minor bigint      not null,
    details        text        not null,
    created_at     timestamptz not null,
    constraint commission_return_pkey primary key (id),
    constraint commission_return_of_something check (fee_minor >= 0 and passed_minor >= 0)
);

create index commission_return_payment on commission_return (payment, id);
