-- Secrets of the installation itself, sealed; for instance the key that signs gateway answers.
create table installation_secret (
    name       text        not null,
    sealed     bytea       not null,
    created_at timestamptz not null,
    constraint installation_secret_pkey primary key (name)
);
