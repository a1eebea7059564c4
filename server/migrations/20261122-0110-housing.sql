-- Organizations, houses, premises, who owns them and who lives there.
create schema housing;
grant usage on schema housing to moidom_app;

create table housing.organization (
  id uuid primary key,
  kind text not null check (kind in ('manager', 'association', 'supplier', 'billing_centre', 'repair_fund', 'authority')),
  name text not null,
  short_name text not null,
  inn text not null,
  kpp text,
  ogrn text,
  address text not null,
  phone text not null,
  dispatch_phone text,
  email text,
  site text,
  hours text,
  bank_name text,
  bic text,
  settlement_account text,
  correspondent_account text,
  version int not null default 1
);
comment on table housing.organization is 'organization: companies, suppliers, funds';
create unique index organization_inn on housing.organization (inn, coalesce(kpp, ''));
grant select, insert, update on housing.organization to moidom_app;

create table housing.house (
  house_id uuid primary key,
  region text not null,
  district text,
  city text not null,
  street text not null,
  number text not null,
  building text,
  postal_code text,
  fias_id uuid,
  cadastral_number text,
  time_zone text not null,
  year_built int,
  floors int not null,
  entrances int not null,
  flats int not null,
  area_total numeric(12, 2) not null,
  area_common numeric(12, 2) not null,
  series text,
  walls text,
  energy_class text,
  lifts int not null default 0,
  condition text,
  heating text not null check (heating in ('house_meter', 'norm', 'own_boiler')),
  repair_account text not null check (repair_account in ('regional', 'special')),
  manager_id uuid not null references housing.organization (id),
  version int not null default 1
);
comment on table housing.house is 'house: the unit that everything local belongs to';
create index house_manager on housing.house (manager_id);
grant select, insert, update on housing.house to moidom_app;

create table housing.premises (
  house_id uuid not null references housing.house (house_id),
  premises_id uuid not null,
  number text not null,
  kind text not null check (kind in ('flat', 'detached_house', 'room', 'commercial', 'parking')),
  entrance int,
  floor int,
  area_total numeric(10, 2) not null,
  area_living numeric(10, 2),
  rooms int,
  cadastral_number text,
  condition text check (condition in ('new', 'resale', 'needs_repair')),
  housing_status text check (housing_status in ('own', 'rented', 'municipal')),
  version int not null default 1,
  primary key (house_id, premises_id),
  unique (house_id, number)
);
comment on table housing.premises is 'house: flats, rooms, parking places';
create index premises_id on housing.premises (premises_id);
grant select, insert, update on housing.premises to moidom_app;

-- A share is a fraction; from and to make the history. A new row never removes an old one.
create table housing.ownership (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  person_id uuid,
  owner_name text not null,
  owner_inn text,
  share_numerator int not null check (share_numerator > 0),
  share_denominator int not null check (share_denominator >= share_numerator),
  from_day date not null,
  to_day date check (to_day >= from_day),
  ground text not null check (ground in ('sale', 'gift', 'inheritance', 'privatization', 'first', 'other')),
  registration_number text,
  registration_day date,
  notes text,
  confirmed boolean not null default false,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id)
);
comment on table housing.ownership is 'house: who owns which share, from when to when';
create index ownership_premises on housing.ownership (house_id, premises_id, from_day);
create index ownership_person on housing.ownership (person_id) where person_id is not null;
grant select, insert on housing.ownership to moidom_app;
grant update (to_day, confirmed, person_id) on housing.ownership to moidom_app;

-- How many live in the premises, for services counted by persons.
create table housing.residence (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  registered int not null check (registered >= 0),
  temporary int not null default 0 check (temporary >= 0),
  from_day date not null,
  to_day date check (to_day >= from_day),
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id)
);
comment on table housing.residence is 'house: the number of people registered and temporarily living';
create index residence_premises on housing.residence (house_id, premises_id, from_day);
grant select, insert on housing.residence to moidom_app;
grant update (to_day) on housing.residence to moidom_app;
