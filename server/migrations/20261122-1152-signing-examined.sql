-- What checks of signatures found, for the page that shows it: an hour, sealed, for the names in it are people's.
create table signing.examined (
  id uuid primary key,
  sealed bytea not null,
  at timestamptz not null
);
comment on table signing.examined is 'local: answers of checks of signatures, for an hour';
create index examined_at on signing.examined (at);
grant select, insert, update, delete on signing.examined to moidom_app;
