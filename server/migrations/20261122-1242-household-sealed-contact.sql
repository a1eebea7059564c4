-- The telephone or address of who is invited lies sealed from now on. What lay open is forgotten: invitations that waited are sent anew.
update household.invitation set status = 'expired', decided_at = now() where status = 'waiting';
drop index household.invitation_waiting;
alter table household.invitation drop column contact, add column contact bytea, add column contact_index bytea;
create unique index invitation_waiting on household.invitation (house_id, premises_id, contact_index) where status = 'waiting';
grant update (contact, contact_index) on household.invitation to moidom_app;
