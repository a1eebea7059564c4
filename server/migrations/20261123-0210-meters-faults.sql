-- A meter whose readings may not be charged by, from a day: it fails, its seal is torn, or people do not let it be checked (items 59, 60 of Rules 354).
-- `act`: by what paper. `to_day`: put right or checked on that day; the first day's own end takes a mark by mistake back.
-- `to_values`: what stood on the dial then, by zones.
create table meters.fault (
  house_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  kind text not null check (kind in ('broken', 'sealTorn', 'noAccess')),
  from_day date not null,
  to_day date check (to_day >= from_day),
  to_values jsonb,
  act text not null check (act <> ''),
  person_id uuid not null,
  at timestamptz not null,
  ended_at timestamptz check ((ended_at is null) = (to_day is null)),
  primary key (house_id, id),
  foreign key (house_id, meter_id) references meters.meter (house_id, id)
);
comment on table meters.fault is 'house: days on which readings of a meter may not be charged by, and why';
create index fault_meter on meters.fault (house_id, meter_id, from_day);
create unique index fault_open on meters.fault (house_id, meter_id) where to_day is null;
grant select, insert on meters.fault to moidom_app;
grant update (to_day, to_values, ended_at) on meters.fault to moidom_app;
