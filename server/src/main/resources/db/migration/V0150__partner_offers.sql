-- Waiting payments offered at a partner's gateway, by a code for that partner's wallets to scan.
create table partner_offer (
    id                    uuid        not null,
    payment               uuid        not null,
    merchant              uuid        not null,
    rail                  text        not null,
    issuer                uuid        not null,
    currency              text        not null,
    amount_minor          bigint      not null,
    home_currency         text,
    home_minor            bigint,
    middle_minor          bigint,
    rate                  text,
    merchant_fee_percent  text        not null,
    issuing_share_percent text        not null,
    payable_until         timestamptz not null,
    created_at            timestamptz not null,
    due_at                timestamptz not null,
    state                 text        not null,
    code                  text,
    constraint partner_offer_pkey primary key (id),
    constraint partner_offer_amount_positive check (amount_minor > 0),
    constraint partner_offer_state check
        (state in ('ASKED', 'OPEN', 'TAKEN', 'SURPLUS', 'CLOSED'))
);

create index partner_offer_due on partner_offer (due_at) where state in ('ASKED', 'OPEN');
create index partner_offer_payment on partner_offer (payment);
