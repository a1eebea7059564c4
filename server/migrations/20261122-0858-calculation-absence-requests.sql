-- Residents' applications for temporary absence, with the papers that prove it; an accepted one is a decision.
create table calculation.absence_request (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  account_id uuid not null,
  premises_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  person_id uuid not null,
  account_number text not null,
  address text not null,
  persons int not null check (persons > 0),
  left_on date not null,
  returned_on date not null check (returned_on > left_on),
  applied_on date not null,
  comment text,
  status text not null check (status in ('waiting', 'accepted', 'refused')),
  reason text,
  decide_by date not null,
  asked_at timestamptz not null,
  decision_id uuid,
  decided_at timestamptz,
  decided_by uuid,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, account_id) references ledger.account (house_id, id),
  foreign key (house_id, decision_id) references calculation.decision (house_id, id),
  check ((status = 'waiting') = (decided_at is null)),
  check ((status = 'accepted') = (decision_id is not null))
);
comment on table calculation.absence_request is 'house: applications for temporary absence';
create index absence_request_organization on calculation.absence_request (organization_id, asked_at desc, id);
create index absence_request_waiting on calculation.absence_request (organization_id) where status = 'waiting';
create index absence_request_person on calculation.absence_request (house_id, account_id, person_id);
grant select, insert on calculation.absence_request to moidom_app;
grant update (status, reason, decision_id, decided_at, decided_by, version) on calculation.absence_request to moidom_app;

create table calculation.absence_proof (
  house_id uuid not null,
  request_id uuid not null,
  file_id uuid not null,
  name text not null,
  added_at timestamptz not null,
  primary key (house_id, request_id, file_id),
  foreign key (house_id, request_id) references calculation.absence_request (house_id, id)
);
comment on table calculation.absence_proof is 'house: papers of applications for absence';
grant select, insert on calculation.absence_proof to moidom_app;
