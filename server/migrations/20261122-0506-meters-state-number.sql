-- The number of a meter in the state system of housing: its templates name meters by it.
alter table meters.meter add column state_number text check (state_number <> '');
create index meter_state_number on meters.meter (state_number, organization_id) where state_number is not null;
create index meter_park on meters.meter (organization_id, serial, id) where removed_on is null;
create index reading_history on meters.reading (house_id, meter_id, zone, period);
