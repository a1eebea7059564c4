-- Powers of attorney on paper (ROLE-3): handed in by the representative, checked by a reviewer, then a power like any other.
alter table identity.power add column ground text;

create table identity.power_paper (
  representative_id uuid not null references identity.person (id),
  id uuid not null,
  status text not null check (status in ('draft', 'waiting', 'accepted', 'refused', 'withdrawn')),
  principal_id uuid references identity.person (id),
  principal bytea,
  rights text[] not null check (cardinality(rights) > 0),
  to_day date not null,
  number text not null,
  signed_on date not null check (signed_on <= to_day),
  notary text not null,
  file_id uuid,
  file_name text,
  sha256 bytea,
  made_at timestamptz not null,
  decide_by date,
  decided_by uuid references identity.person (id),
  reply text,
  power_id uuid references identity.power (id),
  ended_at timestamptz,
  primary key (representative_id, id),
  unique (id),
  check (principal_id <> representative_id),
  check ((status = 'draft') = (principal_id is null)),
  check ((status = 'accepted') = (power_id is not null)),
  check (status <> 'waiting' or (decide_by is not null and file_id is not null))
);
comment on table identity.power_paper is 'person: powers of attorney on paper; the copy goes when its power is over, its digest stays';
create unique index power_paper_draft on identity.power_paper (representative_id) where status = 'draft';
create unique index power_paper_waiting on identity.power_paper (principal_id, representative_id) where status = 'waiting';
create index power_paper_queue on identity.power_paper (decide_by, id) where status = 'waiting';
create index power_paper_principal on identity.power_paper (principal_id);
create index power_paper_copies on identity.power_paper (made_at) where file_id is not null;
grant select, insert, update, delete on identity.power_paper to moidom_app;
