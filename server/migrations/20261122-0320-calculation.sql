-- Runs of a month: what the portal computes for an organization in a house, looked at, then posted.
create schema calculation;
grant usage on schema calculation to moidom_app;

-- The key rate of the Bank of Russia by the day from which it holds: penalties are counted by it (Housing Code, article 155).
create table calculation.key_rate (
  from_day date primary key,
  percent numeric(8, 4) not null check (percent > 0),
  decision text not null
);
comment on table calculation.key_rate is 'directory: the key rate by days';
grant select, insert on calculation.key_rate to moidom_app;
insert into calculation.key_rate (from_day, percent, decision) values
  ('2022-02-28', 20, 'Банк России, 28.02.2022'), ('2022-04-11', 17, 'Банк России, 08.04.2022'), ('2022-05-04', 14, 'Банк России, 29.04.2022'), ('2022-05-27', 11, 'Банк России, 26.05.2022'),
  ('2022-06-14', 9.5, 'Банк России, 10.06.2022'), ('2022-07-25', 8, 'Банк России, 22.07.2022'), ('2022-09-19', 7.5, 'Банк России, 16.09.2022'), ('2023-07-24', 8.5, 'Банк России, 21.07.2023'),
  ('2023-08-15', 12, 'Банк России, 15.08.2023'), ('2023-09-18', 13, 'Банк России, 15.09.2023'), ('2023-10-30', 15, 'Банк России, 27.10.2023'), ('2023-12-18', 16, 'Банк России, 15.12.2023'),
  ('2024-07-29', 18, 'Банк России, 26.07.2024'), ('2024-09-16', 19, 'Банк России, 13.09.2024'), ('2024-10-28', 21, 'Банк России, 25.10.2024'), ('2025-06-09', 20, 'Банк России, 06.06.2025'),
  ('2025-07-28', 18, 'Банк России, 25.07.2025'), ('2025-09-15', 17, 'Банк России, 12.09.2025'), ('2025-10-27', 16.5, 'Банк России, 24.10.2025'), ('2025-12-22', 16, 'Банк России, 19.12.2025');

-- One month of one organization in one house. A posted month is never counted again: what was wrong comes as a recalculation of a later one.
create table calculation.run (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  organization_id uuid not null references housing.organization (id),
  period date not null check (extract(day from period) = 1),
  status text not null check (status in ('counting', 'draft', 'checked', 'posting', 'posted', 'cancelled')),
  with_penalties boolean not null,
  line_count int not null default 0,
  total_kopecks bigint not null default 0,
  exception_count int not null default 0,
  progress_id uuid not null,
  opened_at timestamptz not null,
  opened_by uuid,
  counted_at timestamptz,
  checked_at timestamptz,
  posted_at timestamptz,
  note text,
  version int not null default 1,
  primary key (house_id, id)
);
comment on table calculation.run is 'house: a month computed for an organization';
create unique index run_month on calculation.run (house_id, organization_id, period) where status <> 'cancelled';
create index run_organization on calculation.run (organization_id, period, house_id);
grant select, insert, update on calculation.run to moidom_app;

create table calculation.run_line (
  house_id uuid not null,
  run_id uuid not null,
  account_id uuid not null,
  service_code text not null references directory.service (code),
  kopecks bigint not null,
  terms jsonb not null,
  primary key (house_id, run_id, account_id, service_code),
  foreign key (house_id, run_id) references calculation.run (house_id, id)
);
comment on table calculation.run_line is 'house: draft lines of a run, until they are posted';
grant select, insert, delete on calculation.run_line to moidom_app;

create table calculation.run_exception (
  house_id uuid not null,
  run_id uuid not null,
  number int not null,
  kind text not null,
  account_id uuid,
  service_code text references directory.service (code),
  before_kopecks bigint,
  kopecks bigint,
  primary key (house_id, run_id, number),
  foreign key (house_id, run_id) references calculation.run (house_id, id)
);
comment on table calculation.run_exception is 'house: what to look at before a run is posted';
grant select, insert, delete on calculation.run_exception to moidom_app;

-- A decided correction of a posted month; `run_id` is the run that took it.
create table calculation.recalculation (
  house_id uuid not null,
  id uuid not null,
  organization_id uuid not null references housing.organization (id),
  account_id uuid not null,
  service_code text not null references directory.service (code),
  month date not null check (extract(day from month) = 1),
  terms jsonb not null,
  kopecks bigint not null,
  decided_by uuid,
  decided_at timestamptz not null,
  run_id uuid,
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  foreign key (house_id, run_id) references calculation.run (house_id, id)
);
comment on table calculation.recalculation is 'house: decided recalculations, until a run takes them';
create index recalculation_open on calculation.recalculation (house_id, organization_id) where run_id is null;
grant select, insert on calculation.recalculation to moidom_app;
grant update (run_id) on calculation.recalculation to moidom_app;
