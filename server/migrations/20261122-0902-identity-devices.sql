-- Bound devices with a name of their own, sessions that belong to them, the question to a known device, places of addresses.
alter table identity.known_device add column id uuid not null default gen_random_uuid();
alter table identity.known_device add column name text;
alter table identity.known_device add column agent text not null default '';
alter table identity.known_device add column ip text not null default '';
alter table identity.known_device add column bound_at timestamptz not null default now();
create unique index known_device_id on identity.known_device (person_id, id);

alter table identity.session add column device_id uuid;

-- What the known device is shown, and what it answered.
alter table identity.sign_in_challenge add column ip text not null default '';
alter table identity.sign_in_challenge add column agent text not null default '';
alter table identity.sign_in_challenge add column asked_at timestamptz;
alter table identity.sign_in_challenge add column approved_at timestamptz;
alter table identity.sign_in_challenge add column denied_at timestamptz;
create index sign_in_challenge_asked on identity.sign_in_challenge (person_id, asked_at) where asked_at is not null;

alter table identity.sign_in_event add column place text;

create table identity.address_range (
  first_address inet primary key,
  last_address inet not null,
  place text not null,
  check (first_address <= last_address)
);
comment on table identity.address_range is 'directory: which place a range of addresses belongs to, from a file of the installation; empty by default';
grant select on identity.address_range to moidom_app;
