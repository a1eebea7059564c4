-- What a person decided about people and services: an absence, a break of a service, a benefit. A month not yet posted is counted with it;
-- of posted months it makes recalculations at once.
create table calculation.decision (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  organization_id uuid not null references housing.organization (id),
  kind text not null check (kind in ('absence', 'break', 'benefit')),
  account_id uuid,
  service_code text references directory.service (code),
  from_day date not null,
  to_day date check (to_day >= from_day),
  facts jsonb not null,
  document text not null,
  decided_at timestamptz not null,
  decided_by uuid,
  withdrawn_at timestamptz,
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  check (kind = 'break' or account_id is not null),
  check ((kind = 'break') = (service_code is not null))
);
comment on table calculation.decision is 'house: absences, breaks of services and benefits that months are counted with';
create index decision_organization on calculation.decision (organization_id, decided_at desc, id);
grant select, insert on calculation.decision to moidom_app;
grant update (withdrawn_at) on calculation.decision to moidom_app;
