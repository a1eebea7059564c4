-- Charges, bills, and the registers that suppliers load.
create schema billing;
grant usage on schema billing to moidom_app;

-- One line of a month: what was charged, how it was counted, where it came from. A line is never edited: what corrects it or takes it
-- back ends it (`ended_by`), and a line that is not ended is the one in force.
create table billing.charge (
  house_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  period date not null check (extract(day from period) = 1),
  service_code text not null references directory.service (code),
  accrued_kopecks bigint not null,
  recalculation_kopecks bigint not null default 0,
  benefit_kopecks bigint not null default 0,
  total_kopecks bigint not null,
  volume numeric,
  unit text,
  tariff numeric,
  terms jsonb,
  source_kind text not null check (source_kind in ('load', 'run')),
  source_id uuid not null,
  source_name text not null,
  made_on date not null,
  due_on date not null,
  ended_by uuid,
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  check (total_kopecks = accrued_kopecks + recalculation_kopecks - benefit_kopecks)
);
comment on table billing.charge is 'house: charges by account, month and service';
create unique index charge_in_force on billing.charge (house_id, account_id, period, service_code) where ended_by is null;
create index charge_source on billing.charge (source_id, house_id);
create index charge_ended_by on billing.charge (ended_by) where ended_by is not null;
grant select, insert on billing.charge to moidom_app;
grant update (ended_by) on billing.charge to moidom_app;

-- Numbers on paper: one row of them for the whole portal, so that a number alone finds the bill.
create sequence billing.bill_number as bigint;
grant usage on sequence billing.bill_number to moidom_app;

-- The bill of an account for a month. `total_kopecks` is what was to be paid when it was issued: charges and penalties of the month with
-- the debt before it, less what was paid meanwhile. `facts` is what the document says, kept when it is first drawn.
create table billing.bill (
  house_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  period date not null check (extract(day from period) = 1),
  number text not null,
  issued_on date not null,
  due_on date not null,
  charged_kopecks bigint not null,
  penalty_kopecks bigint not null default 0,
  debt_kopecks bigint not null default 0,
  paid_kopecks bigint not null default 0,
  total_kopecks bigint not null,
  facts jsonb,
  paper_file uuid,
  paper_name text,
  paper_type text,
  is_void boolean not null default false,
  version int not null default 1,
  primary key (house_id, id),
  unique (house_id, account_id, period),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  check (total_kopecks = charged_kopecks + penalty_kopecks + debt_kopecks - paid_kopecks)
);
comment on table billing.bill is 'house: payment documents, one for an account and a month';
create index bill_house_period on billing.bill (house_id, period);
grant select, insert, update on billing.bill to moidom_app;

create table billing.bill_number_of (
  number text primary key,
  house_id uuid not null,
  bill_id uuid not null,
  account_id uuid not null
);
comment on table billing.bill_number_of is 'directory: bill numbers to bills';
grant select, insert on billing.bill_number_of to moidom_app;

-- One register file of an organization, from the upload to the load and the taking back.
create table billing.register_load (
  id uuid primary key,
  organization_id uuid not null references housing.organization (id),
  file_id uuid not null,
  file_name text not null,
  sha256 bytea not null,
  bytes bigint not null,
  status text not null check (status in ('draft', 'checked', 'loading', 'loaded', 'taking_back', 'taken_back', 'refused')),
  wish jsonb not null default '{}',
  format text,
  kind text,
  encoding text,
  headings jsonb,
  choice text check (choice in ('all', 'good')),
  row_count bigint not null default 0,
  error_count bigint not null default 0,
  summary jsonb,
  uploaded_at timestamptz not null,
  uploaded_by uuid,
  loaded_at timestamptz,
  taken_back_at timestamptz,
  progress_id uuid not null,
  version int not null default 1
);
comment on table billing.register_load is 'organization: registers loaded by the organization';
create index register_load_organization on billing.register_load (organization_id, uploaded_at desc, id);
-- The same file is one load, until it is refused or taken back.
create unique index register_load_file on billing.register_load (organization_id, sha256) where status not in ('refused', 'taken_back');
grant select, insert, update on billing.register_load to moidom_app;

-- What an organization has said about its files: which column is which, and which of our services a name of its own means.
create table billing.column_mapping (
  organization_id uuid not null references housing.organization (id),
  headings_hash text not null,
  mapping jsonb not null,
  primary key (organization_id, headings_hash)
);
comment on table billing.column_mapping is 'organization: columns of its registers, remembered by the set of headings';
grant select, insert, update on billing.column_mapping to moidom_app;

create table billing.service_name (
  organization_id uuid not null references housing.organization (id),
  name text not null,
  service_code text not null references directory.service (code),
  primary key (organization_id, name)
);
comment on table billing.service_name is 'organization: its own names of services';
grant select, insert, update on billing.service_name to moidom_app;

-- Rows of a file while it is checked and loaded. Unlogged: after a crash of the database the file is simply read again.
create unlogged table billing.load_row (
  load_id uuid not null,
  row int not null,
  house_id uuid not null,
  account_id uuid not null,
  account_number text not null,
  period date,
  service_code text,
  accrued_kopecks bigint,
  recalculation_kopecks bigint,
  benefit_kopecks bigint,
  total_kopecks bigint not null,
  volume numeric,
  unit text,
  tariff numeric,
  balance_kopecks bigint,
  operation_id text,
  paid_on date,
  primary key (load_id, row)
);
comment on table billing.load_row is 'local: rows of registers being loaded';
create index load_row_account on billing.load_row (load_id, house_id, account_id);
grant select, insert, delete on billing.load_row to moidom_app;

create table billing.load_error (
  load_id uuid not null,
  id bigint generated always as identity,
  scope text not null check (scope in ('row', 'account', 'file')),
  row int,
  column_name text,
  code text not null,
  detail text not null,
  value text,
  account_number text,
  period date,
  primary key (load_id, id)
);
comment on table billing.load_error is 'local: what is wrong with a register, row by row';
create index load_error_account on billing.load_error (load_id, account_number, period) where scope = 'account';
create index load_error_row on billing.load_error (load_id, row);
grant select, insert, delete on billing.load_error to moidom_app;

-- Payments of registers: an operation of a bank is posted once, whichever file brings it.
create table billing.register_payment (
  organization_id uuid not null references housing.organization (id),
  operation_id text not null,
  load_id uuid not null,
  payment_id uuid not null,
  house_id uuid not null,
  account_id uuid not null,
  kopecks bigint not null,
  paid_on date not null,
  primary key (organization_id, operation_id)
);
comment on table billing.register_payment is 'organization: payments that came by registers';
create index register_payment_load on billing.register_payment (load_id, house_id);
grant select, insert, delete on billing.register_payment to moidom_app;
