-- A telephone or an address that somebody says is theirs, before they are in: a forgotten password, a new cabinet.
create table identity.contact_proof (
  token_hash bytea primary key,
  id uuid not null unique,
  purpose text not null check (purpose in ('recovery', 'sign-up')),
  contact text not null,
  person_id uuid references identity.person (id),
  channel text check (channel in ('sms', 'email')),
  code_mac bytea,
  tries_left smallint not null check (tries_left >= 0),
  until timestamptz not null,
  used_at timestamptz
);
comment on table identity.contact_proof is 'directory: contacts being proven without a session, whether anybody has them or not, found by their token';
create index contact_proof_until on identity.contact_proof (until);
grant select, insert, update, delete on identity.contact_proof to moidom_app;
