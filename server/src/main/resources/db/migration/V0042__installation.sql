-- Secrets of the installation itself, sealed; for instance the key that signs gateway answers.
create table installation_secret (
    name       text        not null,
    sealed     bytea       not null,
    created_at timestamptz not null,
    constraint installation_secret_pkey primary key (name)
);

-- Which key ring this database belongs to; a mark that tells nothing of the keys.
create table installation_mark (
    name  text not null,
    value text not null,
    constraint installation_mark_pkey primary key (name)
);
