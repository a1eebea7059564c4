-- Claims that wait for their person's word in the application of a bank.
alter table ownership.claim drop constraint claim_signature_kind_check;
alter table ownership.claim add constraint claim_signature_kind_check check (signature_kind in ('key', 'code', 'bank'));

create table ownership.bank_request (
  house_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  person_id uuid not null,
  statement_sha256 bytea not null,
  check_number text not null,
  comment text,
  state text not null check (state in ('asking', 'waiting', 'confirmed', 'denied', 'lapsed', 'unknown', 'otherPerson', 'changed', 'silent')),
  bank_id text,
  asked_at timestamptz not null,
  until timestamptz not null,
  try_at timestamptz,
  tries int not null default 0,
  primary key (house_id, id),
  foreign key (house_id, claim_id) references ownership.claim (house_id, id),
  check ((state in ('asking', 'waiting')) = (try_at is not null)),
  check (state <> 'waiting' or bank_id is not null)
);
comment on table ownership.bank_request is 'house: requests to confirm a claim in the application of a bank, for five minutes each';
create unique index bank_request_open on ownership.bank_request (house_id, claim_id) where try_at is not null;
create index bank_request_claim on ownership.bank_request (house_id, claim_id, asked_at desc);
create index bank_request_try on ownership.bank_request (try_at) where try_at is not null;
create index bank_request_person on ownership.bank_request (person_id);
grant select, insert, update, delete on ownership.bank_request to moidom_app;
