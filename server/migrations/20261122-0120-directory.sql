-- Services, tariffs, norms and reading windows: dated data that others count with.
create schema directory;
grant usage on schema directory to moidom_app;

create table directory.service (
  code text primary key,
  name text not null,
  short_name text not null,
  unit text not null,
  block text not null check (block in ('housing', 'common', 'utility', 'other', 'repair')),
  purpose text not null check (purpose in ('service', 'rent', 'repair', 'penalty')),
  sort int not null
);
comment on table directory.service is 'directory: what is charged for';
grant select, insert, update on directory.service to moidom_app;

-- `zone` is T1, T2, T3 or empty; `from_volume` starts a consumption range.
create table directory.tariff (
  id uuid primary key,
  organization_id uuid not null references housing.organization (id),
  house_id uuid,
  service_code text not null references directory.service (code),
  zone text not null default '',
  from_volume numeric(22, 7) not null default 0,
  value numeric(14, 6) not null,
  unit text not null,
  from_day date not null,
  to_day date check (to_day >= from_day),
  decision text not null,
  version int not null default 1
);
comment on table directory.tariff is 'directory: prices with their periods of force and the decision behind them';
create index tariff_service on directory.tariff (organization_id, service_code, from_day);
grant select, insert, update on directory.tariff to moidom_app;

create table directory.norm (
  id uuid primary key,
  region text not null,
  service_code text not null references directory.service (code),
  per text not null check (per in ('person', 'm2', 'm2_common')),
  value numeric(14, 6) not null,
  unit text not null,
  from_day date not null,
  to_day date check (to_day >= from_day),
  decision text not null,
  version int not null default 1
);
comment on table directory.norm is 'directory: consumption norms';
create index norm_service on directory.norm (region, service_code, from_day);
grant select, insert, update on directory.norm to moidom_app;

-- Days of the month when a supplier takes readings; readings are accepted at any time, the window says for which month.
create table directory.reading_window (
  id uuid primary key,
  organization_id uuid not null references housing.organization (id),
  service_code text not null references directory.service (code),
  from_day_of_month int not null check (from_day_of_month between 1 and 31),
  to_day_of_month int not null check (to_day_of_month between 1 and 31),
  unique (organization_id, service_code)
);
comment on table directory.reading_window is 'directory: when readings are taken';
grant select, insert, update on directory.reading_window to moidom_app;
