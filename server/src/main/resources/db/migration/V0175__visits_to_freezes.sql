-- A payer comes to the cashier for a payment, or to agree that money is frozen.
alter table cashier_visit rename column payment to subject;
