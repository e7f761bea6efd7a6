-- What a merchant needs to offer Apple Pay on a page: the page's domains, the file Apple looks for
-- on them, and the client certificate for Apple's gateway, whose private key is sealed.
create table apple_pay_domain (
    merchant uuid        not null,
    host     text        not null,
    added_at timestamptz not null,
    constraint apple_pay_domain_pkey primary key (merchant, host)
);

create table apple_pay_domain_file (
    host     text not null,
    merchant uuid not null,
    content  text not null,
    constraint apple_pay_domain_file_pkey primary key (host)
);

create table apple_pay_merchant_identity (
    id              uuid  not null,
    merchant        uuid  not null,
    identifier      text  not null,
    sealed_key      bytea not null,
    certificate_pem text  not null,
    constraint apple_pay_merchant_identity_pkey primary key (id)
);
