-- Who works in an organization: invitations of its managers. The posts themselves are roles of identity, which now say who gave them.
alter table identity.role_grant add column given_by uuid references identity.person (id);

create schema staff;
grant usage on schema staff to moidom_app;

-- Answered by whoever signs in by the telephone or address, so the link in the message holds no secret.
create table staff.invitation (
  organization_id uuid not null references housing.organization (id),
  id uuid not null,
  invited_by uuid not null references identity.person (id),
  role text not null,
  name text not null,
  contact bytea not null,
  contact_index bytea not null,
  to_day date,
  made_at timestamptz not null,
  until timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'accepted', 'refused', 'withdrawn', 'expired')),
  person_id uuid references identity.person (id),
  decided_at timestamptz,
  primary key (organization_id, id),
  check ((status = 'waiting') = (decided_at is null))
);
comment on table staff.invitation is 'organization: people invited to work, by a sealed telephone or address, with their post and its term';
create unique index invitation_waiting on staff.invitation (organization_id, contact_index, role) where status = 'waiting';
create index invitation_contact on staff.invitation (contact_index) where status = 'waiting';
create index invitation_person on staff.invitation (person_id) where person_id is not null;
create index invitation_by on staff.invitation (invited_by, made_at);
grant select, insert, delete on staff.invitation to moidom_app;
grant update (status, person_id, decided_at, contact, contact_index) on staff.invitation to moidom_app;
