-- Recorded answers end; those of before are kept as long as the longest.
alter table idempotency add column expires_at timestamptz;
update idempotency set expires_at = created_at + interval '2 days';
alter table idempotency alter column expires_at set not null;
create index idempotency_expiry on idempotency (expires_at);

-- Rows that nobody can need any more are deleted by these, a number at a time.
create index handed_token_end on handed_token (expires_at);
create index payment_code_expiry on payment_code (expires_at);
create index quote_expiry on quote (expires_at);
