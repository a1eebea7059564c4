-- Charges that are paid by parts (item 72 of Rules 354): each part is a decided recalculation that waits for its month.
create table calculation.instalment (
  house_id uuid not null,
  id uuid not null,
  organization_id uuid not null references housing.organization (id),
  account_id uuid not null,
  account_number text not null,
  service_code text not null references directory.service (code),
  service_name text not null,
  month date not null check (extract(day from month) = 1),
  first_month date not null check (extract(day from first_month) = 1),
  kopecks bigint not null check (kopecks > 0),
  parts int not null check (parts between 2 and 36),
  percent numeric(7, 4) not null check (percent >= 0),
  document text not null,
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id)
);
comment on table calculation.instalment is 'house: charges paid by parts';
create index instalment_organization on calculation.instalment (organization_id, made_at desc, id);
create unique index instalment_once on calculation.instalment (house_id, account_id, service_code, month) where ended_at is null;
grant select, insert on calculation.instalment to moidom_app;
grant update (ended_at) on calculation.instalment to moidom_app;

alter table calculation.recalculation
  add column instalment_id uuid,
  -- The first month whose run may take it; null: any.
  add column from_month date check (extract(day from from_month) = 1),
  add column cancelled_at timestamptz,
  add foreign key (house_id, instalment_id) references calculation.instalment (house_id, id);
create index recalculation_instalment on calculation.recalculation (house_id, instalment_id) where instalment_id is not null;
grant update (cancelled_at) on calculation.recalculation to moidom_app;
