-- A payment method may be an account wallet whose holder has agreed to be charged again; it has the id of its mandate.
alter table payment_method add column mandate uuid;
alter table payment_method drop constraint payment_method_has_one_source;
alter table payment_method add constraint payment_method_has_one_source
    check (num_nonnulls(handed, token, mandate) = 1);
alter table payment_method add constraint payment_method_is_its_mandate check (mandate = id);

-- A setup that waits for the holder of a wallet waits for this mandate.
alter table setup_intent add column mandate uuid;
