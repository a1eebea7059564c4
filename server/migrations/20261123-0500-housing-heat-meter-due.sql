-- Since when a house that is charged for heat by the norm should have had a meter of it.
alter table housing.house add column heat_meter_due date;
