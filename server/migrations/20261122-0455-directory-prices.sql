-- Tariffs and norms edited on the screen: an organization's own norms, every change kept beside the journal, drafts that a change made stale.

-- Without an organization a norm is the region's; an organization's own stands before it, that of a house before both.
alter table directory.norm add column organization_id uuid references housing.organization (id), add column house_id uuid;
create index norm_organization on directory.norm (organization_id, service_code, from_day);
-- What no posted month has used may be taken away again; its revisions stay.
grant delete on directory.tariff, directory.norm to moidom_app;

create table directory.revision (
  id uuid primary key,
  organization_id uuid not null references housing.organization (id),
  kind text not null,
  entry_id uuid not null,
  action text not null check (action in ('added', 'changed', 'ended', 'removed', 'reopened')),
  at timestamptz not null,
  person_id uuid,
  before jsonb,
  after jsonb
);
comment on table directory.revision is 'directory: what was changed in tariffs and norms, when and by whom';
create index revision_organization on directory.revision (organization_id, kind, at desc, id);
grant select, insert on directory.revision to moidom_app;

-- A draft counted before a tariff, a norm or a decision changed: it is counted anew before it is posted.
alter table calculation.run add column stale boolean not null default false;

insert into calculation.key_rate (from_day, percent, decision) values ('2026-02-16', 15.5, 'Банк России, 13.02.2026');
