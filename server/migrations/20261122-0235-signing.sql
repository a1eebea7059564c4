-- Keys of organizations and of the portal's own authority. Private keys lie sealed and are opened only to sign.
create schema signing;
grant usage on schema signing to moidom_app;

-- A root and an issuing authority under it; a new pair is added when the old one nears its end, nothing is ever replaced.
create table signing.authority (
  id uuid primary key,
  role text not null check (role in ('root', 'issuing')),
  root_id uuid not null references signing.authority (id),
  certificate bytea not null,
  sealed bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table signing.authority is 'local: the certificate authority of the portal';
create index authority_role on signing.authority (role, issued_at);
grant select, insert on signing.authority to moidom_app;

create table signing.organization_key (
  organization_id uuid not null references housing.organization (id),
  id uuid not null,
  issuing_id uuid not null references signing.authority (id),
  certificate bytea not null,
  certificate_number text not null,
  sealed bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organization_id, id)
);
comment on table signing.organization_key is 'organization: keys by which the portal signs for it, with their certificates';
create index organization_key_number on signing.organization_key (certificate_number);
grant select, insert on signing.organization_key to moidom_app;
grant update (revoked_at) on signing.organization_key to moidom_app;
