-- Why the last try to pay a waiting payment failed, where the dialect keeps that.
alter table payment
    add column failure        text,
    add column failure_detail text;
