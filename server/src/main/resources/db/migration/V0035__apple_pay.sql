-- The payment processing keys of merchants; the private key is sealed.
create table apple_pay_identity (
    id              uuid  not null,
    merchant        uuid  not null,
    identifier      text  not null,
    sealed_key      bytea not null,
    certificate_pem text  not null,
    constraint apple_pay_identity_pkey primary key (id)
);
