-- A return of a bank is kept like a payment, below zero, under the id of the payment that it gives back. Readings of payment
-- registers wait here for whoever takes readings.
create index register_payment_payment on billing.register_payment (payment_id);
grant update (payment_id) on billing.register_payment to moidom_app;
alter table billing.load_row add column readings jsonb;

create table billing.register_reading (
  load_id uuid not null,
  row int not null,
  place int not null,
  organization_id uuid not null references housing.organization (id),
  house_id uuid not null,
  account_id uuid not null,
  meter text not null,
  value numeric not null,
  taken_on date not null,
  primary key (load_id, row, place)
);
comment on table billing.register_reading is 'organization: readings that came with payments of registers';
grant select, insert, delete on billing.register_reading to moidom_app;
