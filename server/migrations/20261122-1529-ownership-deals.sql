-- Deals that the property register tells of by itself, and on what every record of owners rests.
create table ownership.deal (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  cursor text not null,
  told_at timestamptz not null,
  noted_at timestamptz not null,
  state text not null check (state in ('recorded', 'refused')),
  why text,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  check ((state = 'refused') = (why is not null))
);
comment on table ownership.deal is 'house: deals told by the property register, with what became of them';
create index deal_premises on ownership.deal (house_id, premises_id, noted_at desc);
grant select, insert on ownership.deal to moidom_app;

create table ownership.record_basis (
  house_id uuid not null,
  ownership_id uuid not null,
  kind text not null check (kind in ('claim', 'shares', 'deal')),
  claim_id uuid,
  proposal_id uuid,
  deal_id uuid,
  noted_at timestamptz not null,
  primary key (house_id, ownership_id, kind),
  foreign key (house_id, ownership_id) references housing.ownership (house_id, id),
  foreign key (house_id, claim_id) references ownership.claim (house_id, id),
  foreign key (house_id, proposal_id) references ownership.share_proposal (house_id, id),
  foreign key (house_id, deal_id) references ownership.deal (house_id, id),
  check ((kind = 'claim') = (claim_id is not null) and (kind = 'shares') = (proposal_id is not null) and (kind = 'deal') = (deal_id is not null))
);
comment on table ownership.record_basis is 'house: the claim, the agreement or the deal behind a record of ownership';
grant select, insert, update on ownership.record_basis to moidom_app;

create table ownership.register_cursor (
  name text primary key,
  cursor text not null
);
comment on table ownership.register_cursor is 'local: how far the changes of a register were followed';
grant select, insert, update on ownership.register_cursor to moidom_app;
