-- Reminders before the last day of payment: what was sent, how each person wishes it, how far the day's pass has come.
create table payments.reminder (
  person_id uuid not null,
  house_id uuid not null,
  account_id uuid not null,
  due_on date not null,
  days int not null check (days > 0),
  sent_at timestamptz not null,
  primary key (person_id, house_id, account_id, due_on, days)
);
comment on table payments.reminder is 'person: reminders sent, one for an account, a due day and a step';
grant select, insert on payments.reminder to moidom_app;

-- No row: five days and one day before.
create table payments.reminder_wish (
  person_id uuid primary key,
  days int[] not null
);
comment on table payments.reminder_wish is 'person: how many days before the due day they wish to be reminded';
grant select, insert, update on payments.reminder_wish to moidom_app;

create table payments.reminder_pass (
  on_day date primary key,
  after_person uuid,
  after_account uuid,
  is_done boolean not null default false
);
comment on table payments.reminder_pass is 'local: how far reminding has come on a day';
grant select, insert, update on payments.reminder_pass to moidom_app;
