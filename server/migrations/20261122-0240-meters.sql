-- Meters, their readings, what was handed in with its act, and requests for replacement.
create schema meters;
grant usage on schema meters to moidom_app;

-- `premises_id` is empty for a meter of the house. `organization_id` takes the readings; `removed_on` ends the meter, its readings stay.
create table meters.meter (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  premises_id uuid,
  organization_id uuid not null references housing.organization (id),
  service_code text not null check (service_code in ('cold_water', 'hot_water', 'electricity', 'gas', 'heating')),
  serial text not null check (serial <> ''),
  make text not null,
  model text not null,
  digits int not null check (digits between 1 and 12),
  decimals int not null check (decimals between 0 and 3),
  place text not null,
  installed_on date not null,
  sealed_on date,
  verified_on date,
  next_verification_on date,
  removed_on date check (removed_on >= installed_on),
  replaced_by uuid,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  foreign key (house_id, replaced_by) references meters.meter (house_id, id)
);
comment on table meters.meter is 'house: instruments that measure a service';
create index meter_premises on meters.meter (house_id, premises_id);
create index meter_organization on meters.meter (organization_id, house_id);
create index meter_verification on meters.meter (next_verification_on) where removed_on is null;
grant select, insert on meters.meter to moidom_app;
grant update (sealed_on, verified_on, next_verification_on, removed_on, replaced_by, place, version) on meters.meter to moidom_app;

-- A tariff zone of a meter, or the whole meter where it has none; `initial_value` is what stood on the dial when it was installed.
create table meters.meter_register (
  house_id uuid not null,
  meter_id uuid not null,
  zone text not null check (zone in ('', 'T1', 'T2', 'T3')),
  initial_value numeric(22, 7) not null check (initial_value >= 0),
  primary key (house_id, meter_id, zone),
  foreign key (house_id, meter_id) references meters.meter (house_id, id)
);
comment on table meters.meter_register is 'house: the dials of a meter, one a tariff zone';
grant select, insert on meters.meter_register to moidom_app;

create table meters.meter_serial (
  serial text not null,
  house_id uuid not null,
  meter_id uuid not null,
  primary key (serial, house_id, meter_id)
);
comment on table meters.meter_serial is 'directory: what stands on a meter to the meter';
grant select, insert on meters.meter_serial to moidom_app;

-- What was handed in at once to one organization for one month. Names, address and account stand as they were said in its act.
create table meters.submission (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  person_id uuid,
  person_name text not null,
  person_role text not null,
  way text not null check (way in ('cabinet', 'organization')),
  address text not null,
  account_number text,
  at timestamptz not null,
  period date not null,
  act_number text not null,
  check_code text not null,
  status text not null check (status in ('sent', 'accepted', 'rejected', 'replaced')),
  reason text,
  decided_by uuid,
  decided_at timestamptz,
  act_file_id uuid,
  signature_file_id uuid,
  certificate_number text,
  content_hash text,
  act_made_at timestamptz,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  check ((status = 'rejected') = (reason is not null))
);
comment on table meters.submission is 'house: readings handed in together, their act and what the organization decided';
create index submission_premises on meters.submission (house_id, premises_id, at);
create index submission_organization on meters.submission (organization_id, at, id);
grant select, insert on meters.submission to moidom_app;
grant update (status, reason, decided_by, decided_at, act_file_id, signature_file_id, certificate_number, content_hash, act_made_at, version) on meters.submission to moidom_app;

create table meters.act_code (
  code text primary key,
  house_id uuid not null,
  submission_id uuid not null
);
comment on table meters.act_code is 'directory: the code printed on an act to the act, for the public check';
grant select, insert on meters.act_code to moidom_app;

create table meters.act_counter (
  organization_id uuid not null references housing.organization (id),
  year int not null,
  last int not null,
  primary key (organization_id, year)
);
comment on table meters.act_counter is 'organization: the last number of its acts in a year';
grant select, insert, update on meters.act_counter to moidom_app;

-- Nothing is overwritten: what is corrected becomes superseded. `period` is the first day of the month it counts for; `previous_value` and
-- `used` say what the person was told when handing in.
create table meters.reading (
  house_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  zone text not null,
  taken_on date not null,
  value numeric(22, 7) not null check (value >= 0),
  previous_value numeric(22, 7),
  used numeric(22, 7),
  period date not null,
  source text not null check (source in ('resident', 'organization', 'remote', 'control', 'estimated')),
  status text not null check (status in ('active', 'superseded', 'rejected')),
  confirmed boolean not null default false,
  submission_id uuid,
  submitted_by uuid,
  submitted_at timestamptz not null,
  primary key (house_id, id),
  foreign key (house_id, meter_id, zone) references meters.meter_register (house_id, meter_id, zone),
  foreign key (house_id, submission_id) references meters.submission (house_id, id)
);
comment on table meters.reading is 'house: what meters showed';
create unique index reading_active on meters.reading (house_id, meter_id, zone, period) where status = 'active';
create index reading_submission on meters.reading (house_id, submission_id);
grant select, insert on meters.reading to moidom_app;
grant update (status) on meters.reading to moidom_app;

create table meters.replacement_request (
  house_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  premises_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  person_id uuid not null,
  at timestamptz not null,
  reason text not null check (reason in ('broken', 'verification', 'damaged', 'other')),
  comment text,
  status text not null check (status in ('new', 'done', 'declined')),
  answer text,
  answered_at timestamptz,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, meter_id) references meters.meter (house_id, id)
);
comment on table meters.replacement_request is 'house: residents ask for another meter';
create unique index replacement_open on meters.replacement_request (house_id, meter_id) where status = 'new';
create index replacement_organization on meters.replacement_request (organization_id, status, at);
grant select, insert on meters.replacement_request to moidom_app;
grant update (status, answer, answered_at, version) on meters.replacement_request to moidom_app;

create table meters.verification_reminder (
  house_id uuid not null,
  meter_id uuid not null,
  due_on date not null,
  days int not null check (days in (90, 30, 7)),
  primary key (house_id, meter_id, due_on, days),
  foreign key (house_id, meter_id) references meters.meter (house_id, id)
);
comment on table meters.verification_reminder is 'house: reminders of verification that went out, so that none goes twice';
grant select, insert on meters.verification_reminder to moidom_app;
