-- Homes that people add to their own by address: public facts only, until the right is proven elsewhere.
create table addresses.added_home (
  person_id uuid not null,
  id uuid not null,
  role text not null check (role in ('owner', 'tenant', 'family')),
  address text not null,
  flat text,
  house_id uuid,
  external_id text,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (person_id, id)
);
comment on table addresses.added_home is 'person: homes added by address, not proven; a removed one stays as history';
create unique index added_home_once on addresses.added_home (person_id, address, coalesce(flat, '')) where removed_at is null;
grant select, insert, delete on addresses.added_home to moidom_app;
grant update (removed_at) on addresses.added_home to moidom_app;
