-- Payments that the portal makes itself by a person's consent: what was agreed, and what became of each month.
create table payments.autopayment (
  person_id uuid not null,
  id uuid not null,
  house_id uuid not null,
  account_id uuid not null,
  time_zone text not null,
  -- Day of the month; null: the day by which the bill is due.
  month_day int check (month_day between 1 and 31),
  -- At most so much of the debt; null: all of it.
  fixed_kopecks bigint check (fixed_kopecks > 0),
  limit_kopecks bigint not null check (limit_kopecks > 0),
  method_id uuid not null,
  notice_days int not null check (notice_days between 0 and 10),
  state text not null check (state in ('active', 'paused', 'ended')),
  -- No day before this one is paid for: set up, changed or resumed then.
  active_from date not null,
  -- When to look at it next.
  look_at timestamptz,
  confirmation_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version int not null default 1,
  primary key (person_id, id),
  unique (person_id, id, house_id, account_id),
  foreign key (person_id, method_id) references payments.saved_method (person_id, id),
  check ((state = 'active') = (look_at is not null))
);
comment on table payments.autopayment is 'person: consent to pay an account by itself, one in force for each account';
create unique index autopayment_in_force on payments.autopayment (person_id, house_id, account_id) where state <> 'ended';
create index autopayment_look on payments.autopayment (look_at) where look_at is not null;
create index autopayment_method on payments.autopayment (person_id, method_id);
grant select, insert, update on payments.autopayment to moidom_app;

-- One row for an account and a month, whatever consent it goes by: nothing is paid by itself twice in a month.
create table payments.autopayment_month (
  person_id uuid not null,
  house_id uuid not null,
  account_id uuid not null,
  period date not null,
  autopayment_id uuid not null,
  state text not null check (state in ('noticed', 'paying', 'retry', 'paid', 'skipped', 'failed')),
  noticed_on date,
  tried_on date,
  attempts int not null default 0,
  payment_id uuid,
  -- Why nothing was paid.
  reason text,
  updated_at timestamptz not null,
  primary key (person_id, house_id, account_id, period),
  foreign key (person_id, autopayment_id, house_id, account_id) references payments.autopayment (person_id, id, house_id, account_id),
  check ((attempts = 0) = (tried_on is null)),
  check (state not in ('paying', 'retry', 'paid') or payment_id is not null)
);
comment on table payments.autopayment_month is 'person: how a month of an account was paid by itself';
create index autopayment_month_payment on payments.autopayment_month (person_id, payment_id) where payment_id is not null;
grant select, insert, update on payments.autopayment_month to moidom_app;

alter table payments.payment add column source text not null default 'person' check (source in ('person', 'autopayment'));
