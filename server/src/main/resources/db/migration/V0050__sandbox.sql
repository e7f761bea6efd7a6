-- What the sandbox has made up once and hands out again after every start: sealed.
create table sandbox_secret (
    name   text  not null,
    sealed bytea not null,
    constraint sandbox_secret_pkey primary key (name)
);

-- What the sandbox has set up, so that it is set up once.
create table sandbox_step (
    name    text        not null,
    subject uuid        not null,
    done_at timestamptz not null,
    constraint sandbox_step_pkey primary key (name)
);

-- How far the sandbox's time is ahead of the machine's; one row.
create table sandbox_clock (
    id        integer not null,
    offset_ms bigint  not null,
    constraint sandbox_clock_pkey primary key (id),
    constraint sandbox_clock_one_row check (id = 1),
    constraint sandbox_clock_not_back check (offset_ms >= 0)
);

insert into sandbox_clock (id, offset_ms) values (1, 0);

-- The transaction counters as the devices keep them.
create table sandbox_counter (
    token   uuid    not null,
    counter integer not null,
    constraint sandbox_counter_pkey primary key (token),
    constraint sandbox_counter_range check (counter between 1 and 65535)
);
