-- Who is invited into a home. People who came in hold roles in identity.
create schema household;
grant usage on schema household to moidom_app;

-- Only the digest of the link's token; the code that the owner tells is made from the id by a key outside the database.
create table household.invitation (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  invited_by uuid not null references identity.person (id),
  role text not null check (role in ('family', 'tenant', 'guest')),
  name text not null,
  contact text not null,
  to_day date,
  token_hash bytea not null,
  tries_left smallint not null check (tries_left >= 0),
  made_at timestamptz not null,
  until timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'accepted', 'refused', 'withdrawn', 'expired')),
  person_id uuid references identity.person (id),
  decided_at timestamptz,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  check ((status = 'accepted') = (person_id is not null)),
  check ((status = 'waiting') = (decided_at is null))
);
comment on table household.invitation is 'house: invitations into a home, by a link and a code, with their term';
create unique index invitation_waiting on household.invitation (house_id, premises_id, contact) where status = 'waiting';
create index invitation_token on household.invitation (token_hash);
create index invitation_by_owner on household.invitation (invited_by, made_at);
grant select, insert on household.invitation to moidom_app;
grant update (tries_left, status, person_id, decided_at) on household.invitation to moidom_app;
