-- What bills say of the whole house beside their own lines: norms, and what its meters showed (order № 43/пр, reference data).
create table billing.house_month (
  house_id uuid not null references housing.house (house_id),
  organization_id uuid not null references housing.organization (id),
  period date not null check (extract(day from period) = 1),
  reference jsonb not null,
  primary key (house_id, organization_id, period)
);
comment on table billing.house_month is 'house: reference data of the bills of a month';
grant select, insert, update on billing.house_month to moidom_app;

-- Counted with the draft, handed to the bills when it is posted.
alter table calculation.run add column reference jsonb;
