-- The gateway's certificates of SM2 keys, for apps that sign with those.

alter table gateway_certificate drop constraint gateway_certificate_role;
alter table gateway_certificate add constraint gateway_certificate_role check (
    role in ('ROOT', 'AUTHORITY', 'SIGNING', 'SM2_ROOT', 'SM2_AUTHORITY', 'SM2_SIGNING')
);
