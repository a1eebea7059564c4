-- The directory of addresses: loads of it, places, streets and houses as they are searched, and the state address register as it is kept.
create schema addresses;
grant usage on schema addresses to moidom_app;

-- A source is a list or a region of the register; one load of each is current. Rows of a load are seen when it becomes current.
create table addresses.load (
  id int generated always as identity primary key,
  source text not null,
  kind text not null check (kind in ('list', 'full', 'increment')),
  folder text,
  status text not null check (status in ('loading', 'current', 'applied', 'replaced')),
  houses int not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz
);
comment on table addresses.load is 'directory: loads of lists and of the state address register; one of a source is current';
create unique index load_current on addresses.load (source) where status = 'current';
grant select, insert, update, delete on addresses.load to moidom_app;

create table addresses.load_file (
  load_id int not null references addresses.load (id) on delete cascade,
  file text not null,
  rows bigint not null,
  done_at timestamptz not null,
  primary key (load_id, file)
);
comment on table addresses.load_file is 'directory: files of a load that are in; a load that was cut goes on with the others';
grant select, insert, delete on addresses.load_file to moidom_app;

create table addresses.place (
  load_id int not null,
  id bigint not null,
  region text not null,
  district text,
  kind text not null,
  name text not null,
  primary key (load_id, id)
);
comment on table addresses.place is 'directory: localities';
grant select, insert, delete on addresses.place to moidom_app;

create table addresses.street (
  load_id int not null,
  id bigint not null,
  place_id bigint not null,
  kind text not null,
  name text not null,
  primary key (load_id, id)
);
comment on table addresses.street is 'directory: streets; an empty name stands for the houses of a place without streets';
grant select, insert, delete on addresses.street to moidom_app;

create table addresses.house (
  load_id int not null,
  id bigint not null,
  street_id bigint not null,
  label text not null,
  external_id text not null,
  premises int not null,
  year_built int,
  floors int,
  flats int,
  company text,
  latitude double precision,
  longitude double precision,
  postal_code text,
  cadastral_number text,
  primary key (load_id, id)
);
comment on table addresses.house is 'directory: houses, the same in every load of a source when the source says so';
grant select, insert, delete on addresses.house to moidom_app;

-- The register as it is kept between a full load and its increments: rows in force only.
create table addresses.gar_object (
  load_id int not null,
  object_id bigint not null,
  level smallint not null,
  kind text not null,
  name text not null,
  guid uuid,
  primary key (load_id, object_id)
);
comment on table addresses.gar_object is 'directory: address objects of the state register, from region to street';
create table addresses.gar_house (
  load_id int not null,
  object_id bigint not null,
  label text not null,
  guid uuid,
  primary key (load_id, object_id)
);
comment on table addresses.gar_house is 'directory: houses of the state register';
create table addresses.gar_room (
  load_id int not null,
  object_id bigint not null,
  level smallint not null,
  kind smallint not null,
  number text not null,
  guid uuid,
  primary key (load_id, object_id)
);
comment on table addresses.gar_room is 'directory: flats, offices and rooms of the state register';
create table addresses.gar_link (
  load_id int not null,
  object_id bigint not null,
  hierarchy text not null check (hierarchy in ('adm', 'mun')),
  parent_id bigint not null,
  path text not null,
  oktmo text,
  primary key (load_id, object_id, hierarchy)
);
comment on table addresses.gar_link is 'directory: what lies in what, by administrative and by municipal division';
create table addresses.gar_param (
  load_id int not null,
  object_id bigint not null,
  type smallint not null,
  value text not null,
  primary key (load_id, object_id, type)
);
comment on table addresses.gar_param is 'directory: postal codes, OKTMO and cadastral numbers of the state register';
grant select, insert, update, delete on addresses.gar_object, addresses.gar_house, addresses.gar_room, addresses.gar_link, addresses.gar_param to moidom_app;
