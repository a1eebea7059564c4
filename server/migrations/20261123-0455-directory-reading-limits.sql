-- What no flat uses in a month: a reading above it is refused. By days, for everybody (no organization) or a lower one of an organization.
-- What was set is never edited: of the rows that reach a day the last one stands.
create table directory.reading_limit (
  id uuid primary key,
  organization_id uuid references housing.organization (id),
  service_code text not null references directory.service (code),
  number int not null check (number > 0),
  from_day date not null,
  value numeric(14, 3) not null check (value between 1 and 1000000),
  reason text not null,
  set_at timestamptz not null,
  set_by uuid,
  unique nulls not distinct (service_code, organization_id, number)
);
comment on table directory.reading_limit is 'directory: the most that a meter of a flat may run in a month, by days, with who set it';
grant select, insert on directory.reading_limit to moidom_app;

insert into directory.reading_limit (id, service_code, number, from_day, value, reason, set_at) values
  ('0193a000-0000-7000-8000-000000000001', 'cold_water', 1, '2000-01-01', 100, 'Начальное значение', '2000-01-01'),
  ('0193a000-0000-7000-8000-000000000002', 'hot_water', 1, '2000-01-01', 100, 'Начальное значение', '2000-01-01'),
  ('0193a000-0000-7000-8000-000000000003', 'electricity', 1, '2000-01-01', 10000, 'Начальное значение', '2000-01-01'),
  ('0193a000-0000-7000-8000-000000000004', 'gas', 1, '2000-01-01', 2000, 'Начальное значение', '2000-01-01');
