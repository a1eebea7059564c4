-- People, how they sign in, their sessions, roles and codes; keys for machines.
create schema identity;
grant usage on schema identity to moidom_app;

create table identity.person (
  id uuid primary key,
  last_name text not null,
  first_name text not null,
  middle_name text,
  phone text check (phone ~ '^\+7\d{10}$'),
  email text,
  login text,
  password_hash text,
  password_set_at timestamptz,
  confirmed boolean not null default false,
  second_factor text not null default 'none' check (second_factor in ('none', 'sms', 'email', 'totp')),
  blocked_at timestamptz,
  made_at timestamptz not null,
  version int not null default 1
);
comment on table identity.person is 'person: who uses the portal, and how they prove it';
grant select, insert, update on identity.person to moidom_app;

create table identity.sign_in_name (
  value text primary key,
  person_id uuid not null references identity.person (id),
  kind text not null check (kind in ('phone', 'email', 'login'))
);
comment on table identity.sign_in_name is 'directory: the person behind a phone, an e-mail address or a login, each in one form of writing';
create index sign_in_name_person on identity.sign_in_name (person_id);
grant select, insert, delete on identity.sign_in_name to moidom_app;

create table identity.password_history (
  person_id uuid not null references identity.person (id),
  set_at timestamptz not null,
  password_hash text not null,
  primary key (person_id, set_at)
);
comment on table identity.password_history is 'person: the last passwords, which may not be taken again';
grant select, insert, delete on identity.password_history to moidom_app;

-- The token itself is only in the browser. `until` is the absolute limit; the idle one is counted from seen_at.
create table identity.session (
  token_hash bytea primary key,
  id uuid not null unique,
  person_id uuid not null references identity.person (id),
  level smallint not null check (level in (1, 2)),
  proofs text[] not null,
  ip text not null,
  agent text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  until timestamptz not null,
  stepped_up_until timestamptz,
  ended_at timestamptz
);
comment on table identity.session is 'directory: who is behind a session token';
create index session_person on identity.session (person_id, created_at desc);
create index session_until on identity.session (until);
grant select, insert, update, delete on identity.session to moidom_app;

-- A password was right and a second proof is awaited: not a session yet.
create table identity.sign_in_challenge (
  token_hash bytea primary key,
  id uuid not null unique,
  person_id uuid not null references identity.person (id),
  proofs text[] not null,
  until timestamptz not null,
  used_at timestamptz
);
comment on table identity.sign_in_challenge is 'directory: a signing in between its two steps, found by its token';
create index sign_in_challenge_until on identity.sign_in_challenge (until);
grant select, insert, update, delete on identity.sign_in_challenge to moidom_app;

create table identity.sign_in_event (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('entered', 'wrong_password', 'wrong_code', 'stepped_up')),
  ip text not null,
  agent text not null,
  primary key (person_id, id)
);
comment on table identity.sign_in_event is 'person: the history of signing in that its owner is shown';
create index sign_in_event_at on identity.sign_in_event (person_id, at desc);
grant select, insert, delete on identity.sign_in_event to moidom_app;

create table identity.known_device (
  person_id uuid not null references identity.person (id),
  token_hash bytea not null,
  seen_at timestamptz not null,
  until timestamptz not null,
  primary key (person_id, token_hash)
);
comment on table identity.known_device is 'person: browsers that the person signed in from';
create index known_device_token on identity.known_device (token_hash);
grant select, insert, update, delete on identity.known_device to moidom_app;

create table identity.role_grant (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  role text not null,
  premises_id uuid,
  house_id uuid,
  organization_id uuid,
  from_day date not null,
  to_day date check (to_day >= from_day),
  ended_at timestamptz,
  primary key (person_id, id),
  check (premises_id is null or house_id is not null)
);
comment on table identity.role_grant is 'person: roles over premises, houses, organizations or the portal, with their terms';
create index role_grant_premises on identity.role_grant (premises_id) where premises_id is not null;
create index role_grant_organization on identity.role_grant (organization_id) where organization_id is not null;
create index role_grant_house on identity.role_grant (house_id) where house_id is not null;
grant select, insert on identity.role_grant to moidom_app;
grant update (to_day, ended_at) on identity.role_grant to moidom_app;

-- Only a keyed digest of the code. `bound_to` is the session, or the challenge of a signing in.
create table identity.one_time_code (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  bound_to uuid not null,
  purpose text not null,
  content_hash bytea not null,
  channel text not null check (channel in ('sms', 'email', 'totp')),
  code_mac bytea,
  tries_left smallint not null check (tries_left >= 0),
  made_at timestamptz not null,
  until timestamptz not null,
  accepted_at timestamptz,
  used_at timestamptz,
  primary key (person_id, id)
);
comment on table identity.one_time_code is 'person: codes that were sent, each for one content, one session and one use';
create index one_time_code_made on identity.one_time_code (person_id, made_at desc);
grant select, insert, update, delete on identity.one_time_code to moidom_app;

create table identity.totp (
  person_id uuid primary key references identity.person (id),
  secret bytea not null,
  last_step bigint not null default 0,
  made_at timestamptz not null,
  confirmed_at timestamptz
);
comment on table identity.totp is 'person: the secret shared with an authenticator app, encrypted, and the last step taken from it';
grant select, insert, update, delete on identity.totp to moidom_app;

create table identity.recovery_code (
  person_id uuid not null references identity.person (id),
  code_mac bytea not null,
  used_at timestamptz,
  primary key (person_id, code_mac)
);
comment on table identity.recovery_code is 'person: codes for the day when the telephone is lost';
grant select, insert, update, delete on identity.recovery_code to moidom_app;

create table identity.throttle (
  key text primary key,
  failures int not null,
  blocked_until timestamptz not null,
  last_at timestamptz not null
);
comment on table identity.throttle is 'local: tries to guess, per person, browser, address and network';
create index throttle_last on identity.throttle (last_at);
grant select, insert, update, delete on identity.throttle to moidom_app;

create table identity.machine_key (
  organization_id uuid not null,
  id uuid not null,
  key_hash bytea not null unique,
  name text not null,
  hint text not null,
  operations text[] not null,
  made_by uuid not null references identity.person (id),
  made_at timestamptz not null,
  until timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);
comment on table identity.machine_key is 'organization: keys by which programs of the organization call the API';
grant select, insert on identity.machine_key to moidom_app;
grant update (last_used_at, revoked_at) on identity.machine_key to moidom_app;
