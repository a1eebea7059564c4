-- Personal accounts and the money on them: double entry, append only.
create schema ledger;
grant usage on schema ledger to moidom_app;

-- One premises × one issuer of bills.
create table ledger.account (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  number text not null,
  unified_number text,
  housing_service_id text,
  kind text not null check (kind in ('manager', 'supplier', 'repair', 'waste', 'billing_centre')),
  contract text,
  opened_on date not null,
  closed_on date,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id)
);
comment on table ledger.account is 'house: personal accounts';
create index account_premises on ledger.account (house_id, premises_id);
create index account_organization on ledger.account (organization_id, number);
grant select, insert, update on ledger.account to moidom_app;

-- Found by what stands on the paper: the number with its organization, the unified number.
create table ledger.account_number (
  organization_id uuid not null,
  number text not null,
  house_id uuid not null,
  account_id uuid not null,
  primary key (organization_id, number)
);
comment on table ledger.account_number is 'directory: account numbers to accounts';
create index account_number_number on ledger.account_number (number);
grant select, insert on ledger.account_number to moidom_app;

create table ledger.unified_number (
  unified_number text not null,
  house_id uuid not null,
  account_id uuid not null,
  primary key (unified_number, account_id)
);
comment on table ledger.unified_number is 'directory: unified account numbers to accounts';
grant select, insert on ledger.unified_number to moidom_app;

-- Which accounts a person sees: only those whose right is proven (ACC-2).
create table ledger.account_link (
  person_id uuid not null,
  house_id uuid not null,
  account_id uuid not null,
  premises_id uuid not null,
  status text not null check (status in ('linked', 'removed')),
  proof text not null check (proof in ('last_bill', 'organization', 'ownership', 'invitation')),
  linked_at timestamptz not null,
  contract text,
  version int not null default 1,
  primary key (person_id, account_id)
);
comment on table ledger.account_link is 'person: a person and the accounts that he sees';
create index account_link_account on ledger.account_link (house_id, account_id);
grant select, insert, update on ledger.account_link to moidom_app;

-- What a person typed to get at an account. The account stays empty until the right is proven: a wrong number and a wrong
-- sum look the same. `candidate_id` is what the organization sees; `sum_fits` whether the sum of the last bill was right.
create table ledger.link_request (
  id uuid primary key,
  person_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  number text not null,
  address text not null,
  flat text not null,
  contract text,
  sum_given boolean not null,
  candidate_house_id uuid,
  candidate_id uuid,
  status text not null check (status in ('waiting', 'linked', 'refused', 'replaced')),
  asked_at timestamptz not null,
  decide_by date not null,
  escalated_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  reason text,
  version int not null default 1
);
comment on table ledger.link_request is 'organization: people who ask to see an account, until the organization decides';
create index link_request_person on ledger.link_request (person_id, asked_at);
create index link_request_organization on ledger.link_request (organization_id, status, decide_by);
create index link_request_waiting on ledger.link_request (decide_by) where status = 'waiting';
grant select, insert, update on ledger.link_request to moidom_app;

-- A ledger account of double entry. Local to a house: receivable per personal account and service, the account's advance,
-- the organization's income, money on its way (acquirer), money at the bank, corrections brought in from outside.
create table ledger.book (
  house_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('receivable', 'advance', 'income', 'acquirer', 'bank', 'opening')),
  account_id uuid,
  organization_id uuid not null,
  service_code text not null default '',
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  check ((kind in ('receivable', 'advance')) = (account_id is not null))
);
comment on table ledger.book is 'house: accounts of double entry';
create index book_account on ledger.book (house_id, account_id) where account_id is not null;
grant select, insert on ledger.book to moidom_app;

-- One row is a whole transfer: it cannot be unbalanced. Insert only; a correction is a reversal.
create table ledger.transfer (
  house_id uuid not null,
  id uuid not null,
  debit_book uuid not null,
  credit_book uuid not null,
  kopecks bigint not null check (kopecks > 0),
  kind text not null check (kind in ('charge', 'charge_reversal', 'payment', 'refund', 'advance_used', 'advance_freed', 'settlement', 'opening', 'penalty')),
  account_id uuid not null,
  service_code text not null default '',
  period date check (extract(day from period) = 1),
  source_kind text not null,
  source_id uuid not null,
  posted_at timestamptz not null,
  happened_on date not null,
  note text,
  primary key (house_id, id),
  foreign key (house_id, debit_book) references ledger.book (house_id, id),
  foreign key (house_id, credit_book) references ledger.book (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  check (debit_book <> credit_book)
);
comment on table ledger.transfer is 'house: money moved from one account of double entry to another';
create index transfer_account on ledger.transfer (house_id, account_id, happened_on, posted_at, id);
create index transfer_source on ledger.transfer (house_id, source_kind, source_id);
grant select, insert on ledger.transfer to moidom_app;

-- What an account owes (or has ahead) in all and per month and service: derived from the transfers in the same
-- transaction and re-checked by `moidom ledger check`. Positive owes, negative is ahead. The row of the empty service
-- and of 0001-01-01 is the account's advance (its kopecks are below zero), and the lock of all that moves money on the account.
create table ledger.balance (
  house_id uuid not null,
  account_id uuid not null,
  service_code text not null,
  period date not null,
  kopecks bigint not null,
  charged_kopecks bigint not null default 0,
  paid_kopecks bigint not null default 0,
  primary key (house_id, account_id, period, service_code),
  foreign key (house_id, account_id) references ledger.account (house_id, id)
);
comment on table ledger.balance is 'house: debt by month and service, derived from the transfers';
create index balance_open on ledger.balance (house_id, account_id) where kopecks <> 0;
grant select, insert, update on ledger.balance to moidom_app;

-- Money that is on its way: it reserves the debt and never credits it.
create table ledger.reserve (
  house_id uuid not null,
  account_id uuid not null,
  payment_id uuid not null,
  kopecks bigint not null check (kopecks > 0),
  made_at timestamptz not null,
  primary key (house_id, account_id, payment_id),
  foreign key (house_id, account_id) references ledger.account (house_id, id)
);
comment on table ledger.reserve is 'house: payments under way';
grant select, insert, delete on ledger.reserve to moidom_app;
