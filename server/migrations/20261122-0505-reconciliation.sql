-- Every day our payments, the acquirer's lists and the bank's transfers are compared.
create schema reconciliation;
grant usage on schema reconciliation to moidom_app;

-- A day by Moscow time while its lists are read and compared. `claim` tells the one who works from one who was thought dead.
create table reconciliation.day (
  day date primary key,
  status text not null check (status in ('reading', 'done')),
  -- What is read now: payments, refunds, then nothing; and the acquirer's mark of the next page.
  list text not null check (list in ('payments', 'refunds', 'read')),
  cursor text not null,
  claim uuid not null,
  seen_at timestamptz not null,
  compared_at timestamptz
);
comment on table reconciliation.day is 'local: days of reconciliation and how far their reading is';
grant select, insert, update on reconciliation.day to moidom_app;

-- The acquirer's lists as they were read last.
create table reconciliation.listed (
  list text not null check (list in ('payments', 'refunds')),
  acquirer_id text not null,
  day date not null,
  -- What the acquirer says of ours: the id that we gave it; of a refund: the payment's number there.
  named text,
  kopecks bigint not null,
  fee_kopecks bigint not null,
  is_returned boolean not null,
  primary key (list, acquirer_id)
);
comment on table reconciliation.listed is 'local: payments and refunds in the acquirer''s lists';
create index listed_day on reconciliation.listed (day, list, acquirer_id);
grant select, insert, update, delete on reconciliation.listed to moidom_app;

-- No foreign key: the part of no organization has the zero id.
create table reconciliation.part (
  organization_id uuid not null,
  day date not null,
  organization text not null,
  count int not null default 0,
  our_kopecks bigint not null default 0,
  their_kopecks bigint not null default 0,
  our_refund_kopecks bigint not null default 0,
  their_refund_kopecks bigint not null default 0,
  fee_kopecks bigint not null default 0,
  register_kopecks bigint not null default 0,
  bank_kopecks bigint,
  compared_at timestamptz not null,
  primary key (organization_id, day)
);
comment on table reconciliation.part is 'organization: the sums of a payee''s day, ours, the acquirer''s and the bank''s';
grant select, insert, update on reconciliation.part to moidom_app;

create table reconciliation.difference (
  organization_id uuid not null,
  id uuid not null,
  day date not null,
  -- Which comparison found it and may find it gone.
  side text not null check (side in ('acquirer', 'bank')),
  kind text not null,
  subject text not null,
  payment_id uuid,
  acquirer_id text,
  our_kopecks bigint,
  their_kopecks bigint,
  found_at timestamptz not null,
  status text not null check (status in ('open', 'explained', 'gone')),
  note text,
  closed_by uuid,
  closed_at timestamptz,
  version int not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, day) references reconciliation.part (organization_id, day),
  check ((status = 'explained') = (closed_at is not null)),
  check (status <> 'explained' or note is not null)
);
comment on table reconciliation.difference is 'organization: what differs, kept until it is explained';
create index difference_day on reconciliation.difference (organization_id, day);
create index difference_open on reconciliation.difference (day) where status = 'open';
grant select, insert, update on reconciliation.difference to moidom_app;

create table reconciliation.bank_operation (
  organization_id uuid not null references housing.organization (id),
  operation_id text not null,
  settled_on date not null,
  -- The day and the sum of the register that the purpose names.
  register_day date,
  register_kopecks bigint,
  is_acquirer boolean not null,
  kopecks bigint not null,
  purpose text not null,
  file_name text not null,
  taken_at timestamptz not null,
  primary key (organization_id, operation_id)
);
comment on table reconciliation.bank_operation is 'organization: money that came to its bank account, from statements';
create index bank_operation_register on reconciliation.bank_operation (organization_id, register_day);
grant select, insert on reconciliation.bank_operation to moidom_app;
