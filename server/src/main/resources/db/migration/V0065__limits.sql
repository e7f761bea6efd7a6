-- How well an operator knows the holder of a wallet.
create table limit_profile (
    holder        uuid not null,
    account_class text not null,
    verification  text not null,
    constraint limit_profile_pkey primary key (holder),
    constraint limit_profile_class check (account_class in ('I', 'II', 'III')),
    constraint limit_profile_verification check (verification in ('A', 'B', 'C'))
);

-- What a holder has used of a rule in a period; a cache of limit_use.
create table limit_counter (
    id         uuid   not null,
    holder     uuid   not null,
    rule       text   not null,
    period     text   not null,
    used_minor bigint not null,
    constraint limit_counter_pkey primary key (id),
    constraint limit_counter_used_not_negative check (used_minor >= 0)
)
with (fillfactor = 50);

create table limit_use (
    id         uuid   not null,
    counter    uuid   not null,
    operation  uuid   not null,
    used_minor bigint not null,
    constraint limit_use_pkey primary key (id),
    constraint limit_use_positive check (used_minor > 0)
);

create index limit_use_operation on limit_use (operation);
