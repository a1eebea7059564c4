-- Bills of payees that keep no accounts here (state payments): what of a payment is for each, as it was then.
create table payments.payment_bill (
  person_id uuid not null,
  payment_id uuid not null,
  number text not null,
  name text not null,
  payee text not null,
  payee_inn text not null,
  kopecks bigint not null check (kopecks > 0),
  -- The last day on which this sum is enough: a discount ends.
  good_until date,
  place int not null,
  primary key (person_id, payment_id, number),
  foreign key (person_id, payment_id) references payments.payment (person_id, id)
);
comment on table payments.payment_bill is 'person: bills of outside payees that a payment is for';
create index payment_bill_number on payments.payment_bill (number);
grant select, insert on payments.payment_bill to moidom_app;

-- One bill is paid once, whoever pays: the payment that has it, from the start until it fails.
create table payments.bill_hold (
  number text primary key,
  person_id uuid not null,
  payment_id uuid not null,
  is_paid boolean not null default false
);
comment on table payments.bill_hold is 'directory: a bill number to the payment that pays it';
create index bill_hold_payment on payments.bill_hold (payment_id);
grant select, insert, update (is_paid), delete on payments.bill_hold to moidom_app;
