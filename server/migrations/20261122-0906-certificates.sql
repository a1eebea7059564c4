-- Keys by which people sign in: of their browsers, certified by the portal, and of outside authorities.
create schema certificates;
grant usage on schema certificates to moidom_app;

create table certificates.authority (
  id uuid primary key,
  root bytea not null,
  certificate bytea not null,
  sealed bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table certificates.authority is 'local: the small authority that certifies keys of browsers; of its root the certificate alone is kept';
grant select, insert on certificates.authority to moidom_app;

create table certificates.certificate (
  key_hash bytea primary key,
  id uuid not null unique,
  person_id uuid not null references identity.person (id),
  kind text not null check (kind in ('browser', 'outside')),
  name text not null,
  serial text not null,
  der bytea not null,
  added_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz
);
comment on table certificates.certificate is 'directory: the person behind a public key';
create index certificate_person on certificates.certificate (person_id);
grant select, insert, update, delete on certificates.certificate to moidom_app;

create table certificates.challenge (
  id uuid primary key,
  purpose text not null check (purpose in ('enter', 'enrol')),
  person_id uuid references identity.person (id),
  nonce text not null,
  until timestamptz not null,
  used_at timestamptz
);
comment on table certificates.challenge is 'directory: texts that were given to be signed';
create index challenge_until on certificates.challenge (until);
grant select, insert, update, delete on certificates.challenge to moidom_app;
