-- What a restricted key may do, such as payment_intents:read, separated by blanks; the version in
-- which a key is answered, and how many requests a second it may make, where that was said.
alter table api_key
    add column permissions    text not null default '',
    add column version        text,
    add column per_second_max integer,
    add constraint api_key_per_second_max_positive check (per_second_max > 0);
