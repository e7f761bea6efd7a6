-- Where a delivery goes, for a fair share of the work, and what it is about, for its order.
alter table delivery add column subject uuid;
alter table delivery add column destination text;

update delivery
set subject = event.subject,
    destination = coalesce(
        delivery.endpoint::text, lower(substring(delivery.url from '^[a-zA-Z]+://([^/?#]*)')), '')
from event
where event.id = delivery.event;

alter table delivery alter column subject set not null;
alter table delivery alter column destination set not null;

-- What is due is looked for destination by destination.
create index delivery_destination on delivery (destination, due_at, event) where state = 'WAITING';
drop index delivery_due;

-- What waits for an earlier event of the same object.
create index delivery_order on delivery (endpoint, subject, event)
    where state = 'WAITING' and endpoint is not null;

-- The log of an endpoint, and what has not arrived.
create index delivery_endpoint on delivery (endpoint, event) where endpoint is not null;
create index delivery_undelivered on delivery (merchant, event) where state <> 'DELIVERED';

-- Every attempt, for thirty days.
create table delivery_attempt (
    delivery    uuid        not null,
    number      integer     not null,
    begun_at    timestamptz not null,
    duration_ms integer     not null,
    status      integer,
    trouble     text,
    answer      text        not null,
    next_at     timestamptz,
    constraint delivery_attempt_pkey primary key (delivery, number),
    constraint delivery_attempt_status_or_trouble check ((status is null) = (trouble is not null))
);
