-- The payment passwords of the sandbox's wallets. Only keyed marks of them, since there are no more
-- than a million; a wallet without a row has the password that the documentation names.
create table sandbox_password (
    wallet       uuid    not null,
    mark         bytea   not null,
    failures     integer not null,
    locked_until timestamptz,
    constraint sandbox_password_pkey primary key (wallet),
    constraint sandbox_password_failures check (failures >= 0)
);
