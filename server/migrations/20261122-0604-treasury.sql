-- Bills of the state that people found: fines, duties, taxes. What finds them, what was told back of payments.
create schema treasury;
grant usage on schema treasury to moidom_app;

-- A document number a person gave to find bills by: sealed, its last signs open for the screen.
create table treasury.document (
  person_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('inn', 'snils', 'licence', 'vehicle')),
  value bytea not null,
  ending text not null,
  consented_at timestamptz not null,
  primary key (person_id, id)
);
comment on table treasury.document is 'person: numbers of documents by which state bills are looked up';
grant select, insert, delete on treasury.document to moidom_app;

-- When the state system was asked for a person last, and when it is asked next.
create table treasury.search (
  person_id uuid primary key,
  looked_at timestamptz,
  failed_at timestamptz,
  ask_at timestamptz not null
);
comment on table treasury.search is 'person: when state bills were looked up';
create index search_ask on treasury.search (ask_at);
grant select, insert, update on treasury.search to moidom_app;

create table treasury.bill (
  person_id uuid not null,
  number text not null,
  purpose text not null,
  total_kopecks bigint not null check (total_kopecks > 0),
  rest_kopecks bigint not null check (rest_kopecks >= 0),
  billed_on date not null,
  due_on date,
  discount_percent int check (discount_percent between 1 and 99),
  discount_until date,
  check ((discount_percent is null) = (discount_until is null)),
  is_cancelled boolean not null,
  -- Name, tax numbers, account, БИК, КБК, ОКТМО.
  payee jsonb not null,
  -- The person's own payment that paid it.
  payment_id uuid,
  seen_at timestamptz not null,
  primary key (person_id, number)
);
comment on table treasury.bill is 'person: state bills as the state system told them last';
create index bill_open on treasury.bill (person_id, number) where rest_kopecks > 0 and payment_id is null and not is_cancelled;
grant select, insert, update on treasury.bill to moidom_app;

-- What the state system is told of a payment, once in effect: the same number at every repetition.
create table treasury.notice (
  person_id uuid not null,
  payment_id uuid not null,
  number text not null,
  id text not null,
  kopecks bigint not null check (kopecks > 0),
  paid_on date not null,
  purpose text not null,
  payee jsonb not null,
  state text not null check (state in ('waiting', 'accepted', 'refused')),
  answer text,
  ask_at timestamptz,
  asked int not null default 0,
  answered_at timestamptz,
  primary key (person_id, payment_id, number)
);
comment on table treasury.notice is 'person: payments of state bills told to the state system';
create index notice_ask on treasury.notice (ask_at) where ask_at is not null;
grant select, insert on treasury.notice to moidom_app;
grant update (state, answer, ask_at, asked, answered_at) on treasury.notice to moidom_app;

create table treasury.reminder (
  person_id uuid not null,
  number text not null,
  until date not null,
  days int not null,
  primary key (person_id, number, until, days)
);
comment on table treasury.reminder is 'person: reminders of state bills that went out';
grant select, insert on treasury.reminder to moidom_app;
