-- The recorded answers of requests that carried an idempotency key.
create table idempotency (
    id          uuid        not null,
    scope       text        not null,
    fingerprint text        not null,
    subject     uuid,
    status      integer,
    body        text,
    created_at  timestamptz not null,
    constraint idempotency_pkey primary key (id),
    constraint idempotency_answered_or_pending check ((body is null) = (status is null)),
    constraint idempotency_pending_has_subject check (body is not null or subject is not null)
);

-- One row per batch, kept for a day: whether a batch whose commit was not answered took effect.
create table batch_witness (
    id uuid        not null,
    at timestamptz not null,
    constraint batch_witness_pkey primary key (id)
);

create index batch_witness_at on batch_witness (at);
