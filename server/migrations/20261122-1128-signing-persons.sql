-- Keys of people (the private half never leaves the browser), what they signed, and lists of revoked certificates. Keys of the portal itself:
-- for time stamps and its seal.
alter table signing.authority drop constraint authority_role_check;
alter table signing.authority add constraint authority_role_check check (role in ('root', 'issuing', 'stamp', 'seal'));

create table signing.person_key (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  issuing_id uuid not null references signing.authority (id),
  name text not null,
  key_hash bytea not null unique,
  certificate bytea not null,
  certificate_number text not null unique,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_why text check (revoked_why in ('lost', 'unneeded', 'administrator')),
  primary key (person_id, id),
  check ((revoked_at is null) = (revoked_why is null))
);
comment on table signing.person_key is 'person: keys by which people sign, with their certificates';
grant select, insert on signing.person_key to moidom_app;
grant update (revoked_at, revoked_why) on signing.person_key to moidom_app;

create table signing.signature (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  purpose text not null,
  what text not null,
  kind text not null check (kind in ('key', 'code')),
  content_sha256 bytea not null,
  key_id uuid,
  cms bytea,
  made_at timestamptz not null,
  primary key (person_id, id),
  foreign key (person_id, key_id) references signing.person_key (person_id, id),
  check ((kind = 'key') = (key_id is not null and cms is not null))
);
comment on table signing.signature is 'person: what people signed, by a key of their own or by a code';
create index signature_of_person on signing.signature (person_id, made_at desc);
grant select, insert on signing.signature to moidom_app;

create table signing.revocation_list (
  issuing_id uuid not null references signing.authority (id),
  number int not null,
  der bytea not null,
  made_at timestamptz not null,
  until timestamptz not null,
  primary key (issuing_id, number)
);
comment on table signing.revocation_list is 'local: lists of revoked certificates, as they were given out';
grant select, insert on signing.revocation_list to moidom_app;
