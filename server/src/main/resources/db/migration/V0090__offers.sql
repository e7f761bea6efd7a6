-- A waiting payment that has been offered to its payer as a code to scan or an address to open:
-- where the payer's browser goes afterwards, empty where nowhere. While the offer stands, state_at
-- is when its time runs out.
alter table payment add column offer_return_url text;

create index payment_offer on payment (state_at) where state = 'WAITING' and state_at is not null;
