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
