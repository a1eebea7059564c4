-- Claims of ownership with their papers, and what burdens the rights that were confirmed.
create schema ownership;
grant usage on schema ownership to moidom_app;

create table ownership.claim (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  premises_id uuid not null,
  person_id uuid not null,
  address text not null,
  cadastral_number text,
  status text not null check (status in ('draft', 'submitted', 'checking', 'reviewer', 'asked', 'confirmed', 'refused', 'withdrawn')),
  made_at timestamptz not null,
  changed_at timestamptz not null,
  submitted_at timestamptz,
  check_by date,
  decide_by date,
  escalated_at timestamptz,
  try_at timestamptz,
  tries int not null default 0,
  silent text[] not null default '{}',
  finding bytea,
  comment text,
  reply text,
  decided_by uuid,
  signature_id uuid,
  signature_kind text check (signature_kind in ('key', 'code')),
  ownership_id uuid,
  certificate_number text,
  certificate_code text,
  certificate_file_id uuid,
  certificate_signature_id uuid,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  foreign key (house_id, ownership_id) references housing.ownership (house_id, id),
  check ((status = 'confirmed') = (ownership_id is not null)),
  check ((status in ('submitted', 'checking')) = (try_at is not null)),
  check (status <> 'reviewer' or decide_by is not null)
);
comment on table ownership.claim is 'house: claims of ownership, from draft to decision';
create unique index claim_open on ownership.claim (person_id, premises_id) where status not in ('confirmed', 'withdrawn');
create index claim_person on ownership.claim (person_id, made_at desc);
create index claim_work on ownership.claim (submitted_at desc, id) where submitted_at is not null;
create index claim_try on ownership.claim (try_at) where try_at is not null;
create index claim_decide on ownership.claim (decide_by) where status = 'reviewer';
grant select, insert, update on ownership.claim to moidom_app;

create table ownership.paper (
  house_id uuid not null,
  claim_id uuid not null,
  kind text not null check (kind in ('extract', 'signature', 'contract', 'passport', 'power', 'plan')),
  file_id uuid,
  name text not null,
  media_type text not null,
  sha256 bytea not null,
  added_at timestamptz not null,
  problem text,
  primary key (house_id, claim_id, kind),
  foreign key (house_id, claim_id) references ownership.claim (house_id, id)
);
comment on table ownership.paper is 'house: papers of claims; the copy goes when the check is over, its digest stays';
create index paper_file on ownership.paper (claim_id) where file_id is not null;
grant select, insert, update, delete on ownership.paper to moidom_app;

create table ownership.burden (
  house_id uuid not null,
  premises_id uuid not null,
  number text not null,
  words text not null,
  from_day date not null,
  to_day date,
  noted_at timestamptz not null,
  primary key (house_id, premises_id, number),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id)
);
comment on table ownership.burden is 'house: pledges, arrests and limits of rights, as the register told them';
grant select, insert, update on ownership.burden to moidom_app;
