-- Money ahead that the organization's bank gave back, as the accountant noted it: the bank's register that names it later is not a second return.
-- A register's row that names one stands in register_payment below zero under the id of the noted return.
create table billing.advance_return (
  house_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  kopecks bigint not null check (kopecks > 0),
  returned_on date not null,
  document text not null,
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id)
);
comment on table billing.advance_return is 'house: money ahead given back by the bank of the organization';
create index advance_return_account on billing.advance_return (account_id);
grant select, insert on billing.advance_return to moidom_app;

-- What is on its way back through the portal, by account: the other door to the same money asks.
create index refund_under_way on payments.refund (account_id) where status in ('starting', 'unknown');
