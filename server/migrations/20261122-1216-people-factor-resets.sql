-- Ways of signing in that were lost are taken off after an identity proof before one operator, the word of another, and a day in which the person may cancel.
create table people.factor_reset (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  proof text not null check (proof in ('in_person', 'video', 'notary')),
  note bytea not null,
  new_phone bytea,
  asked_by uuid not null references identity.person (id),
  asked_at timestamptz not null,
  approved_by uuid references identity.person (id),
  due_at timestamptz,
  status text not null default 'asked' check (status in ('asked', 'approved', 'done', 'refused', 'cancelled')),
  ended_at timestamptz,
  primary key (person_id, id),
  check (approved_by <> asked_by and asked_by <> person_id and approved_by <> person_id),
  check ((status in ('asked', 'approved')) = (ended_at is null)),
  check (status not in ('approved', 'done') or (approved_by is not null and due_at is not null))
);
comment on table people.factor_reset is 'person: lost ways of signing in, taken off by two operators after a proof of identity';
create unique index factor_reset_open on people.factor_reset (person_id) where ended_at is null;
create index factor_reset_due on people.factor_reset (due_at) where status = 'approved';
grant select, insert, delete on people.factor_reset to moidom_app;
grant update (note, new_phone, approved_by, due_at, status, ended_at) on people.factor_reset to moidom_app;
