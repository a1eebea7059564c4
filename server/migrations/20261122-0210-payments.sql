-- Payments of people: the order to pay, its parts by house, what happened to it, its receipt.
create schema payments;
grant usage on schema payments to moidom_app;

create table payments.payment (
  person_id uuid not null,
  id uuid not null,
  status text not null check (status in ('draft', 'confirming', 'starting', 'waiting', 'unknown', 'paid', 'declined', 'cancelled', 'expired', 'refunded')),
  method text not null check (method in ('card', 'qr')),
  total_kopecks bigint not null check (total_kopecks > 0),
  -- Where the receipt goes (54-FZ, art. 1.2): mail, else the telephone.
  email text,
  phone text,
  check (email is not null or phone is not null),
  time_zone text not null,
  confirmation_id uuid,
  frame boolean not null default false,
  acquirer_id text,
  next_kind text check (next_kind in ('redirect', 'frame', 'qr')),
  next_url text,
  card_last4 text,
  decline text,
  -- Why we ended it at the acquirer: its answer says only that the shop did.
  ending text check (ending in ('cancelled', 'expired')),
  paid_at timestamptz,
  expires_at timestamptz not null,
  -- When to ask the acquirer next, and how often it has been asked.
  ask_at timestamptz,
  asked int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version int not null default 1,
  primary key (person_id, id),
  unique (person_id, acquirer_id)
);
comment on table payments.payment is 'person: one order to pay, over one or several homes';
create index payment_history on payments.payment (person_id, created_at desc, id);
create index payment_ask on payments.payment (ask_at) where ask_at is not null;
grant select, insert, update on payments.payment to moidom_app;

-- Payee, account number and address as they were: the receipt says what was paid then.
create table payments.payment_part (
  person_id uuid not null,
  payment_id uuid not null,
  account_id uuid not null,
  house_id uuid not null,
  premises_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  account_number text not null,
  address text not null,
  payee text not null,
  payee_inn text not null,
  kopecks bigint not null check (kopecks > 0),
  place int not null,
  primary key (person_id, payment_id, account_id),
  foreign key (person_id, payment_id) references payments.payment (person_id, id)
);
comment on table payments.payment_part is 'person: how a payment is spread over accounts';
create index payment_part_account on payments.payment_part (house_id, account_id);
grant select, insert on payments.payment_part to moidom_app;

create table payments.payment_event (
  person_id uuid not null,
  payment_id uuid not null,
  number int not null,
  from_status text not null,
  action text not null,
  to_status text not null,
  at timestamptz not null,
  cause text not null,
  primary key (person_id, payment_id, number),
  foreign key (person_id, payment_id) references payments.payment (person_id, id)
);
comment on table payments.payment_event is 'person: every step a payment took, append only';
grant select, insert on payments.payment_event to moidom_app;

create table payments.receipt (
  person_id uuid not null,
  payment_id uuid not null,
  number text not null,
  issued_at timestamptz not null,
  fiscal_state text not null check (fiscal_state in ('none', 'pending', 'registered', 'failed')),
  fiscal_drive text,
  fiscal_document text,
  fiscal_sign text,
  fiscal_registered_at timestamptz,
  ask_at timestamptz,
  asked int not null default 0,
  primary key (person_id, payment_id),
  foreign key (person_id, payment_id) references payments.payment (person_id, id),
  check ((fiscal_state = 'registered') = (fiscal_drive is not null and fiscal_document is not null and fiscal_sign is not null and fiscal_registered_at is not null))
);
comment on table payments.receipt is 'person: the electronic receipt of a payment, one each';
create index receipt_ask on payments.receipt (ask_at) where ask_at is not null;
grant select, insert on payments.receipt to moidom_app;
grant update (fiscal_state, fiscal_drive, fiscal_document, fiscal_sign, fiscal_registered_at, ask_at, asked) on payments.receipt to moidom_app;

-- Whose a payment is: the acquirer tells our payment id back and knows no person.
create table payments.payment_owner (
  payment_id uuid primary key,
  person_id uuid not null
);
comment on table payments.payment_owner is 'directory: a payment to its payer';
grant select, insert on payments.payment_owner to moidom_app;

create table payments.receipt_number (
  number text primary key,
  person_id uuid not null,
  payment_id uuid not null
);
comment on table payments.receipt_number is 'directory: what stands on a receipt to its payment, for the public check';
grant select, insert on payments.receipt_number to moidom_app;

-- Webhooks as they came. The same one again is one row.
create table payments.webhook (
  hash bytea primary key,
  event text not null,
  acquirer_id text not null,
  received_at timestamptz not null
);
comment on table payments.webhook is 'local: hints of the acquirer, each kept once';
create index webhook_received on payments.webhook (received_at);
grant select, insert, delete on payments.webhook to moidom_app;
