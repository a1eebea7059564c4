-- Tries to enter by a name that nobody has: the same work as for a name that somebody has, so that the time of the answer tells nothing.
create table identity.unknown_entry (
  id uuid primary key,
  at timestamptz not null,
  ip text not null,
  agent text not null
);
comment on table identity.unknown_entry is 'directory: tries to enter by names that nobody has';
create index unknown_entry_at on identity.unknown_entry (at);
grant select, insert, delete on identity.unknown_entry to moidom_app;
