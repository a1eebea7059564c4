-- Questions about an account and its charges: what a person wrote, what the organization answered, what was decided.
create schema cases;
grant usage on schema cases to moidom_app;

-- The account, the organization and (for a line) its terms stand as they were on the day of asking.
create table cases.account_case (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  account_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  person_id uuid not null,
  kind text not null check (kind in ('question', 'error', 'dispute')),
  status text not null check (status in ('open', 'answered', 'agreed', 'refused', 'closed')),
  account_number text not null,
  address text not null,
  organization_name text not null,
  subject text not null,
  charge_id uuid,
  wrong text,
  line jsonb,
  opened_at timestamptz not null,
  written_at timestamptz not null,
  decide_by date not null,
  overdue_told_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  decision text,
  recalculation_kopecks bigint,
  version int not null default 1,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  check (kind <> 'dispute' or (charge_id is not null and wrong is not null and line is not null))
);
comment on table cases.account_case is 'house: questions and disputes about accounts and charges';
-- One open dispute of a person about a line, however often he presses.
create unique index account_case_dispute on cases.account_case (house_id, charge_id, person_id) where kind = 'dispute' and status in ('open', 'answered');
create index account_case_person on cases.account_case (person_id, written_at);
create index account_case_organization on cases.account_case (organization_id, status, decide_by);
create index account_case_overdue on cases.account_case (decide_by) where status = 'open' and overdue_told_at is null;
grant select, insert, update on cases.account_case to moidom_app;

create table cases.message (
  house_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  number int not null,
  side text not null check (side in ('person', 'organization')),
  author_id uuid not null,
  text text not null,
  written_at timestamptz not null,
  primary key (house_id, id),
  unique (house_id, case_id, number),
  foreign key (house_id, case_id) references cases.account_case (house_id, id)
);
comment on table cases.message is 'house: what was written in a case, never changed';
grant select, insert on cases.message to moidom_app;
