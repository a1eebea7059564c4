-- The turnover sheet of a large company is counted in the background and kept: house by house, over one state of the ledger.
create schema reports;
grant usage on schema reports to moidom_app;

create table reports.sheet (
  organization_id uuid not null,
  id uuid not null,
  -- Those that it counts, sorted; the first of them keeps it.
  organization_ids uuid[] not null,
  from_month date not null,
  to_month date not null,
  progress_id uuid not null,
  asked_at timestamptz not null,
  made_at timestamptz,
  primary key (organization_id, id)
);
comment on table reports.sheet is 'organization: turnover sheets that were counted in the background';
create index sheet_months on reports.sheet (organization_id, from_month, to_month, asked_at);
grant select, insert, update, delete on reports.sheet to moidom_app;

create table reports.sheet_row (
  organization_id uuid not null,
  sheet_id uuid not null,
  house_id uuid not null,
  service_code text not null,
  opening bigint not null,
  charged bigint not null,
  penalties bigint not null,
  paid bigint not null,
  refunded bigint not null,
  recalculated bigint not null,
  primary key (organization_id, sheet_id, house_id, service_code),
  foreign key (organization_id, sheet_id) references reports.sheet (organization_id, id) on delete cascade
);
comment on table reports.sheet_row is 'organization: rows of a kept turnover sheet';
grant select, insert, delete on reports.sheet_row to moidom_app;
