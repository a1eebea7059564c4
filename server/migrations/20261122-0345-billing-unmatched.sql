-- Payments of bank registers that match no account: kept until a person finds the account or the money is returned.
alter table billing.load_error add column operation jsonb;

create table billing.unmatched_payment (
  organization_id uuid not null references housing.organization (id),
  operation_id text not null,
  id uuid not null,
  load_id uuid not null,
  account_number text not null,
  unified_number text,
  payer_name text,
  address text,
  kopecks bigint not null check (kopecks > 0),
  paid_on date not null,
  -- taken_back: its register was; the operation may come again.
  status text not null check (status in ('open', 'resolved', 'returned', 'taken_back')),
  house_id uuid,
  account_id uuid,
  reason text,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1,
  primary key (organization_id, operation_id),
  unique (organization_id, id),
  check ((status = 'resolved') = (account_id is not null and house_id is not null)),
  check (status <> 'returned' or reason is not null)
);
comment on table billing.unmatched_payment is 'organization: operations of bank registers whose account was not found';
create index unmatched_load on billing.unmatched_payment (load_id);
grant select, insert on billing.unmatched_payment to moidom_app;
grant update (load_id, account_number, unified_number, payer_name, address, status, house_id, account_id, reason, decided_by, decided_at, version) on billing.unmatched_payment to moidom_app;
