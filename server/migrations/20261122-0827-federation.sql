-- Outside systems that know a person: the state's one and others over OpenID Connect.
create schema federation;
grant usage on schema federation to moidom_app;

create table federation.link (
  system_id text not null,
  subject text not null,
  person_id uuid not null references identity.person (id),
  is_trusted boolean not null,
  linked_at timestamptz not null,
  entered_at timestamptz not null,
  primary key (system_id, subject),
  unique (person_id, system_id)
);
comment on table federation.link is 'directory: the person behind an account of an outside system';
grant select, insert, update, delete on federation.link to moidom_app;

-- `papers` are the sealed person data of whoever came back, until it is known which account they belong to.
create table federation.attempt (
  token_hash bytea primary key,
  system_id text not null,
  purpose text not null check (purpose in ('enter', 'link')),
  person_id uuid references identity.person (id),
  state text not null,
  nonce text not null,
  verifier text not null,
  until timestamptz not null,
  came_at timestamptz,
  papers bytea,
  used_at timestamptz
);
comment on table federation.attempt is 'directory: a signing in at an outside system, found by the token of its browser';
create index attempt_until on federation.attempt (until);
create index attempt_person on federation.attempt (person_id) where person_id is not null;
grant select, insert, update, delete on federation.attempt to moidom_app;

-- `value` is what the profile says, `offered` what the system says otherwise.
create table federation.fact (
  person_id uuid not null references identity.person (id),
  kind text not null check (kind in ('name', 'birthDay', 'snils', 'inn', 'passport', 'address')),
  value bytea,
  offered bytea,
  index bytea,
  at timestamptz not null,
  primary key (person_id, kind)
);
comment on table federation.fact is 'person: papers of a person as a trusted system told them, sealed';
create index fact_index on federation.fact (index) where index is not null;
grant select, insert, update, delete on federation.fact to moidom_app;

create table federation.head (
  person_id uuid not null references identity.person (id),
  organization_id uuid not null,
  grant_id uuid not null,
  since timestamptz not null,
  primary key (person_id, organization_id)
);
comment on table federation.head is 'person: organizations that the person heads by the word of the state system, and the role given for it';
grant select, insert, delete on federation.head to moidom_app;
