-- Money taken in for payees that keep no accounts here: the state's fines, duties and taxes. From the acquirer to what is owed
-- to the payee, and out to the payee. One row is a whole transfer, insert only, as in ledger.transfer.
create table ledger.payee_transfer (
  person_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('payment', 'settlement')),
  payment_id uuid not null,
  -- The bill's number in the payee's books (УИН) and whose it is.
  number text not null,
  payee_inn text not null,
  debit text not null,
  credit text not null,
  kopecks bigint not null check (kopecks > 0),
  happened_on date not null,
  posted_at timestamptz not null,
  primary key (person_id, id),
  unique (person_id, payment_id, number, kind),
  check ((kind, debit, credit) in (('payment', 'acquirer', 'payee'), ('settlement', 'payee', 'acquirer')))
);
comment on table ledger.payee_transfer is 'person: money taken in for payees without accounts here and handed over to them';
create index payee_transfer_payment on ledger.payee_transfer (payment_id);
grant select, insert on ledger.payee_transfer to moidom_app;
