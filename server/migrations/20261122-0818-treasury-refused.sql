-- Refused notices are a list of the operator's; tries to find a bill by its number are counted by person and hour.
create index notice_refused on treasury.notice (paid_on) where state = 'refused';
create index notice_id on treasury.notice (id);

create table treasury.find_try (
  person_id uuid primary key,
  since timestamptz not null,
  tries int not null
);
comment on table treasury.find_try is 'person: how often bills were looked for by number within the hour';
grant select, insert, update on treasury.find_try to moidom_app;
