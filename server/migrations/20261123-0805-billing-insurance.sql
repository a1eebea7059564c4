-- Voluntary insurance that an organization offers with its bills, of all its houses or of one, from a day on: never in the sum to be paid.
-- Rows are only added: of those that reach a day the last one stands, of a house's own before those of all houses.
create table billing.insurance_offer (
  organization_id uuid not null references housing.organization (id),
  number int not null check (number > 0),
  house_id uuid,
  way text not null check (way in ('sum', 'area', 'none')),
  name text,
  insurer text,
  kopecks bigint check (kopecks > 0),
  pay_to text,
  from_day date not null,
  to_day date check (to_day >= from_day),
  document text not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, number),
  check (case when way = 'none' then num_nonnulls(name, insurer, kopecks, pay_to, to_day) = 0 else num_nulls(name, insurer, kopecks, pay_to) = 0 end)
);
comment on table billing.insurance_offer is 'organization: voluntary insurance offered with bills, by days, with who set it';
grant select, insert on billing.insurance_offer to moidom_app;

-- Accounts whose people do not want to see the offer.
create table billing.insurance_hidden (
  house_id uuid not null,
  account_id uuid not null,
  hidden boolean not null,
  primary key (house_id, account_id),
  foreign key (house_id, account_id) references ledger.account (house_id, id)
);
comment on table billing.insurance_hidden is 'house: accounts whose bills show no offer of insurance';
grant select, insert on billing.insurance_hidden to moidom_app;
grant update (hidden) on billing.insurance_hidden to moidom_app;
