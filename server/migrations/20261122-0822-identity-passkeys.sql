-- Passkeys (WebAuthn), and the challenges that await an answer of one.
create table identity.passkey (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  credential_id bytea not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  backed_up boolean not null,
  made_at timestamptz not null,
  last_used_at timestamptz,
  primary key (person_id, id)
);
comment on table identity.passkey is 'person: public keys of passkeys, with the counter of each';
grant select, insert, update, delete on identity.passkey to moidom_app;

-- Deleted when it is answered, so that no answer is taken twice.
create table identity.passkey_challenge (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'sign-in', 'confirm')),
  person_id uuid references identity.person (id),
  bound_to uuid,
  until timestamptz not null
);
comment on table identity.passkey_challenge is 'directory: random challenges that a passkey is asked to sign, each for one use';
create index passkey_challenge_until on identity.passkey_challenge (until);
grant select, insert, delete on identity.passkey_challenge to moidom_app;

alter table identity.one_time_code drop constraint one_time_code_channel_check;
alter table identity.one_time_code add constraint one_time_code_channel_check check (channel in ('sms', 'email', 'totp', 'passkey'));

alter table identity.sign_in_event drop constraint sign_in_event_outcome_check;
alter table identity.sign_in_event add constraint sign_in_event_outcome_check
  check (outcome in ('entered', 'wrong_password', 'wrong_code', 'wrong_passkey', 'stepped_up', 'stopped', 'recovered'));
