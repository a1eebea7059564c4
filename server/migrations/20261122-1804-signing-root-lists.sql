-- An issuing authority may be revoked, by its root's own list. How many a list names stands beside it: whether it is fresh is asked with every check.
alter table signing.authority add column revoked_at timestamptz;
alter table signing.authority add constraint authority_revoked_check check (revoked_at is null or role <> 'root');
grant update (revoked_at) on signing.authority to moidom_app;

alter table signing.revocation_list add column revoked int not null default 0 check (revoked >= 0);
alter table signing.revocation_list alter column revoked drop default;

create index person_key_revoked on signing.person_key (issuing_id) where revoked_at is not null;
create index organization_key_revoked on signing.organization_key (issuing_id) where revoked_at is not null;
