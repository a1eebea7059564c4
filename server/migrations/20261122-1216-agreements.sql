-- Contracts online (SIGN-2): a PDF that parties sign one after another. Each signature is a revision of the file; the file at hand is the newest.
create schema agreements;
grant usage on schema agreements to moidom_app;

create table agreements.agreement (
  id uuid primary key,
  author_id uuid not null references identity.person (id),
  organization_id uuid references housing.organization (id),
  title text not null,
  status text not null check (status in ('draft', 'signing', 'done', 'refused', 'expired', 'withdrawn')),
  file_id uuid not null,
  original_sha256 bytea not null,
  made_at timestamptz not null,
  sent_at timestamptz,
  until timestamptz,
  ended_at timestamptz,
  reminded_at timestamptz,
  reason text,
  version int not null default 1
);
comment on table agreements.agreement is 'directory: contracts between people, of no house';
create index agreement_author on agreements.agreement (author_id, made_at desc);
create index agreement_organization on agreements.agreement (organization_id, made_at desc) where organization_id is not null;
create index agreement_until on agreements.agreement (until) where status = 'signing';
grant select, insert, update on agreements.agreement to moidom_app;

create table agreements.party (
  agreement_id uuid not null references agreements.agreement (id),
  place int not null check (place between 1 and 6),
  person_id uuid not null references identity.person (id),
  state text not null check (state in ('waiting', 'signed', 'refused')),
  kind text check (kind in ('key', 'code')),
  signature_id uuid,
  certificate_number text,
  acted_at timestamptz,
  primary key (agreement_id, place),
  unique (agreement_id, person_id)
);
comment on table agreements.party is 'directory: who signs a contract, in which order';
create index party_person on agreements.party (person_id);
grant select, insert, update on agreements.party to moidom_app;
