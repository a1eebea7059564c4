-- Who acts for whom (ROLE-3), and what children may use (KIDS-1).
create table identity.power (
  principal_id uuid not null references identity.person (id),
  id uuid not null,
  representative_id uuid not null references identity.person (id),
  rights text[] not null check (cardinality(rights) > 0),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (principal_id, id),
  unique (id),
  check (principal_id <> representative_id)
);
comment on table identity.power is 'person: powers of attorney, with their rights and term';
create index power_of_representative on identity.power (representative_id) where ended_at is null;
grant select, insert on identity.power to moidom_app;
grant update (ended_at) on identity.power to moidom_app;

alter table identity.session add column acting_for uuid references identity.power (id);
grant update (acting_for) on identity.session to moidom_app;

-- Minutes of the day by the clock of the house; `devices` null: any.
create table identity.child (
  person_id uuid primary key references identity.person (id),
  parent_id uuid not null references identity.person (id),
  house_id uuid not null,
  premises_id uuid not null,
  services text[] not null,
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute between 1 and 1440),
  time_zone text not null,
  devices uuid[],
  version int not null default 1,
  made_at timestamptz not null,
  ended_at timestamptz,
  check (from_minute < to_minute)
);
comment on table identity.child is 'person: profiles of children, with what their parents allow';
create index child_of_parent on identity.child (parent_id) where ended_at is null;
grant select, insert on identity.child to moidom_app;
grant update (services, from_minute, to_minute, devices, version, ended_at) on identity.child to moidom_app;
