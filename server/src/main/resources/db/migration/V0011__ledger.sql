-- The heads of the journal's lanes, sealed with a key the database does not have.
create table chain (
    lane   integer     not null,
    number bigint      not null,
    digest bytea       not null,
    at     timestamptz not null,
    seal   bytea       not null,
    constraint chain_pkey primary key (lane),
    constraint chain_lane_range check (lane between 0 and 63)
);

create table account (
    id              uuid        not null,
    kind            text        not null,
    partner         uuid        not null,
    holder          uuid        not null,
    currency        text        not null,
    debits_posted   bigint      not null,
    credits_posted  bigint      not null,
    debits_pending  bigint      not null,
    credits_pending bigint      not null,
    created_at      timestamptz not null,
    constraint account_pkey primary key (id),
    constraint account_balances_not_negative check (
        debits_posted >= 0 and credits_posted >= 0 and debits_pending >= 0 and credits_pending >= 0
    ),
    -- The rule that the ledger checks first, held once more by the database.
    constraint account_wallet_not_overdrawn check (
        kind <> 'WALLET' or debits_posted + debits_pending <= credits_posted
    )
)
-- Balances change with every batch: room for the new version of a row on its own page.
with (fillfactor = 50);

-- The journal. Rows are only added.
create table transfer (
    id           bigint      not null,
    entry        bigint      not null,
    kind         text        not null,
    debit        uuid        not null,
    credit       uuid        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    hold         bigint,
    subject      uuid        not null,
    purpose      text        not null,
    at           timestamptz not null,
    digest       bytea       not null,
    constraint transfer_pkey primary key (id),
    constraint transfer_amount_positive check (amount_minor > 0),
    constraint transfer_accounts_differ check (debit <> credit)
);

create index transfer_subject on transfer (subject);

create table hold (
    id           bigint      not null,
    debit        uuid        not null,
    credit       uuid        not null,
    currency     text        not null,
    amount_minor bigint      not null,
    subject      uuid        not null,
    purpose      text        not null,
    expires_at   timestamptz not null,
    state        text        not null,
    constraint hold_pkey primary key (id)
);

-- Changing the past is refused. Inserts do not pass here, so the hot path has no trigger.
create function refuse_change_of_journal() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is only ever added to: % of %', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create trigger transfer_only_added before update or delete or truncate on transfer
    for each statement execute function refuse_change_of_journal();
