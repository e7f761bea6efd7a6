-- What a dispute does to the money of a payment.
create table contest (
    payment               uuid   not null,
    dispute               uuid   not null,
    currency              text   not null,
    amount_minor          bigint not null,
    fee_minor             bigint not null,
    refunded_before_minor bigint not null,
    state                 text   not null,
    constraint contest_pkey primary key (payment),
    constraint contest_amount_positive check (amount_minor > 0)
);

create table dispute (
    id           uuid        not null,
    payment      uuid        not null,
    merchant     uuid        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    reason       text        not null,
    evidence     text        not null,
    details      text        not null,
    submissions  integer     not null,
    created_at   timestamptz not null,
    due_at       timestamptz not null,
    state        text        not null,
    state_at     timestamptz not null,
    constraint dispute_pkey primary key (id),
    constraint dispute_payment_once unique (payment)
);

create index dispute_merchant on dispute (merchant, id);
create index dispute_due on dispute (due_at) where state = 'NEEDS_RESPONSE';
create index dispute_review on dispute (state_at) where state = 'UNDER_REVIEW';

-- What a merchant pays for a dispute, by agreement and currency.
create table dispute_fee (
    id           uuid   not null,
    currency     text   not null,
    amount_minor bigint not null,
    constraint dispute_fee_pkey primary key (id),
    constraint dispute_fee_not_negative check (amount_minor >= 0)
);
