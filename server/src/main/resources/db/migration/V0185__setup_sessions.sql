-- When the hosted page on which a holder may agree closes; empty for a setup without a page. The index holds open ones only.
alter table setup_intent add column closes_at timestamptz;

create index setup_intent_closes on setup_intent (closes_at) where state = 'WAITING' and closes_at is not null;
