-- Services that the portal's operator adds, renames and closes; `to_day` is the last day of force.
alter table directory.service add column to_day date, add column version int not null default 1;
-- Changes of services belong to no organization.
alter table directory.revision alter column organization_id drop not null;
create index revision_portal on directory.revision (kind, at desc, id) where organization_id is null;
