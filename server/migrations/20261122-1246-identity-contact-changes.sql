-- A new telephone or address, confirmed at the old and at the new one, takes the old one's place after a day in which the person may cancel.
create table identity.contact_change (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  kind text not null check (kind in ('phone', 'email')),
  value bytea not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'done', 'cancelled', 'refused')),
  ended_at timestamptz,
  primary key (person_id, id),
  check ((status = 'waiting') = (ended_at is null))
);
comment on table identity.contact_change is 'person: a new telephone or address, sealed, that waits for its day';
create unique index contact_change_waiting on identity.contact_change (person_id) where status = 'waiting';
create index contact_change_due on identity.contact_change (due_at) where status = 'waiting';
grant select, insert, delete on identity.contact_change to moidom_app;
grant update (value, status, ended_at) on identity.contact_change to moidom_app;
