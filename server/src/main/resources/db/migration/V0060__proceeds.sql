-- Where the merchant's share of a capture is kept at first; empty where it is simply payable.
alter table payment add column custody text;
alter table payment add column escrow_days integer;

-- What has become of the merchant's share of a captured payment, where it is not simply payable.
create table proceeds (
    payment         uuid        not null,
    merchant        uuid        not null,
    currency        text        not null,
    unsettled_minor bigint      not null,
    escrow_minor    bigint      not null,
    frozen_minor    bigint      not null,
    split_minor     bigint      not null,
    due_at          timestamptz,
    constraint proceeds_pkey primary key (payment),
    constraint proceeds_not_negative check (
        unsettled_minor >= 0 and escrow_minor >= 0 and frozen_minor >= 0 and split_minor >= 0
    )
)
with (fillfactor = 80);

create index proceeds_due on proceeds (due_at) where unsettled_minor > 0;

alter table account add constraint account_custody_not_overdrawn check (
    kind not in ('MERCHANT_ESCROW', 'MERCHANT_FROZEN')
    or debits_posted + debits_pending <= credits_posted
);
