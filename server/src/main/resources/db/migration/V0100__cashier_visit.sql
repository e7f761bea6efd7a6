-- How payers came to the cashier: which payment, and where they go afterwards. The id is a keyed
-- mark of everything else, so the same way in has the same address, and nobody finds one by trying.
create table cashier_visit (
    id         uuid        not null,
    payment    uuid        not null,
    look       text        not null,
    return_url text,
    quit_url   text,
    code       text,
    details    text        not null,
    created_at timestamptz not null,
    constraint cashier_visit_pkey primary key (id)
);

create index cashier_visit_created on cashier_visit (created_at);
