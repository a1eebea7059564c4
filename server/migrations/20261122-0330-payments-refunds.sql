-- Money given back by the payee's accountant, and the payer's name as it stood when the payment was made.
alter table payments.payment add column payer_name text not null default '';
update payments.payment p set payer_name = concat_ws(' ', i.last_name, i.first_name, i.middle_name) from identity.person i where i.id = p.person_id;

create index payment_part_organization on payments.payment_part (organization_id, person_id, payment_id);

create table payments.refund (
  person_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  account_id uuid not null,
  organization_id uuid not null references housing.organization (id),
  kopecks bigint not null check (kopecks > 0),
  reason text not null,
  status text not null check (status in ('starting', 'unknown', 'done', 'refused')),
  ordered_by uuid not null,
  ordered_at timestamptz not null,
  acquirer_id text,
  done_at timestamptz,
  fiscal_state text not null default 'none' check (fiscal_state in ('none', 'pending', 'registered', 'failed')),
  fiscal_drive text,
  fiscal_document text,
  fiscal_sign text,
  fiscal_registered_at timestamptz,
  -- When to ask the acquirer next, of the refund or then of its receipt, and how often it has been asked.
  ask_at timestamptz,
  asked int not null default 0,
  primary key (person_id, id),
  foreign key (person_id, payment_id, account_id) references payments.payment_part (person_id, payment_id, account_id),
  check ((status = 'done') = (done_at is not null)),
  check (status <> 'done' or acquirer_id is not null),
  check ((fiscal_state = 'registered') = (fiscal_drive is not null and fiscal_document is not null and fiscal_sign is not null and fiscal_registered_at is not null))
);
comment on table payments.refund is 'person: money of a part of a payment given back, each asked of the acquirer under one key';
create index refund_of_payment on payments.refund (person_id, payment_id);
create index refund_ask on payments.refund (ask_at) where ask_at is not null;
grant select, insert on payments.refund to moidom_app;
grant update (status, acquirer_id, done_at, fiscal_state, fiscal_drive, fiscal_document, fiscal_sign, fiscal_registered_at, ask_at, asked) on payments.refund to moidom_app;
