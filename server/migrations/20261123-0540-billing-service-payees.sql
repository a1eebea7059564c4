-- To whom a service of an organization is paid, where not to the organization itself: of all its houses or of one, from a day on.
-- What was set is never edited: of the rows that reach a day the last one stands, of a house's own before those of all houses.
create table billing.service_payee (
  organization_id uuid not null references housing.organization (id),
  number int not null check (number > 0),
  service_code text not null references directory.service (code),
  house_id uuid,
  from_day date not null,
  way text not null check (way in ('other', 'own', 'general')),
  name text,
  inn text,
  kpp text,
  bank_name text,
  bic text,
  settlement_account text,
  correspondent_account text,
  reason text not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, number),
  check (way <> 'general' or house_id is not null),
  check (case when way = 'other' then num_nulls(name, inn, bank_name, bic, settlement_account) = 0 else num_nonnulls(name, inn, kpp, bank_name, bic, settlement_account, correspondent_account) = 0 end)
);
comment on table billing.service_payee is 'organization: who else is paid for a service, by days, with who set it';
grant select, insert on billing.service_payee to moidom_app;
