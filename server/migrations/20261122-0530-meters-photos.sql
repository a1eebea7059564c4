-- Photographs of dials: proof of a reading, once one was handed in with it. `suggestion` is what was read on it, for the person to check.
create table meters.photo (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  meter_id uuid not null,
  zone text not null,
  person_id uuid not null,
  file_id uuid not null,
  at timestamptz not null,
  status text not null check (status in ('reading', 'read', 'unread')),
  suggestion text,
  reading_id uuid,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  foreign key (house_id, meter_id, zone) references meters.meter_register (house_id, meter_id, zone),
  foreign key (house_id, reading_id) references meters.reading (house_id, id),
  check ((status = 'read') = (suggestion is not null))
);
comment on table meters.photo is 'house: photographs of dials that readings were handed in with';
create index photo_meter on meters.photo (house_id, meter_id, at desc);
create index photo_reading on meters.photo (house_id, reading_id) where reading_id is not null;
create index photo_unused on meters.photo (at) where reading_id is null;
grant select, insert, delete on meters.photo to moidom_app;
grant update (status, suggestion, reading_id) on meters.photo to moidom_app;
