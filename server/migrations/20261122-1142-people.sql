-- Looks of administrators and support at people, each with its reason. What was found may be opened by whoever looked, for half an hour.
create schema people;
grant usage on schema people to moidom_app;

create table people.look (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  by text not null check (by in ('contact', 'name', 'account')),
  reason text not null,
  found uuid[] not null,
  made_at timestamptz not null,
  primary key (person_id, id)
);
comment on table people.look is 'person: whom an operator looked for and why';
create index look_made on people.look (person_id, made_at);
grant select, insert, delete on people.look to moidom_app;

create index person_by_name on identity.person (replace(lower(last_name), 'ё', 'е') text_pattern_ops, replace(lower(first_name), 'ё', 'е') text_pattern_ops);
