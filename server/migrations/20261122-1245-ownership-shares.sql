-- Agreements of owners on new shares: they hold when every one has signed.
create table ownership.share_proposal (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  proposed_by uuid not null,
  status text not null check (status in ('open', 'agreed', 'refused', 'lapsed')),
  shares jsonb not null,
  proposed_at timestamptz not null,
  lapses_on date not null,
  ended_at timestamptz,
  reason text,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  check ((status = 'open') = (ended_at is null))
);
comment on table ownership.share_proposal is 'house: agreements on shares, open until all have signed, one refuses or thirty days pass';
create unique index share_proposal_open on ownership.share_proposal (house_id, premises_id) where status = 'open';
create index share_proposal_premises on ownership.share_proposal (house_id, premises_id, proposed_at desc);
create index share_proposal_lapses on ownership.share_proposal (lapses_on) where status = 'open';
grant select, insert on ownership.share_proposal to moidom_app;
grant update (status, ended_at, reason) on ownership.share_proposal to moidom_app;

create table ownership.share_signature (
  house_id uuid not null,
  proposal_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('key', 'code')),
  signature_id uuid not null,
  signed_at timestamptz not null,
  primary key (house_id, proposal_id, person_id),
  foreign key (house_id, proposal_id) references ownership.share_proposal (house_id, id)
);
comment on table ownership.share_signature is 'house: who has signed an agreement on shares';
grant select, insert on ownership.share_signature to moidom_app;
