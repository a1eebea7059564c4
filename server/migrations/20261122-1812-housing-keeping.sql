-- What the managing organization writes of a house: corrections with what stood before, works, the council.
create table housing.correction (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  premises_id uuid,
  at timestamptz not null,
  changes jsonb not null,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id)
);
comment on table housing.correction is 'house: what was corrected in cards of houses and premises, in words';
create index correction_of on housing.correction (house_id, premises_id, at);
grant select, insert on housing.correction to moidom_app;

create table housing.house_work (
  house_id uuid not null references housing.house (house_id),
  id uuid not null,
  kind text not null check (kind in ('current', 'capital', 'care', 'improvement')),
  title text not null,
  assignee text not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  state text not null check (state in ('planned', 'going', 'done', 'cancelled')),
  done_on date check ((state = 'done') = (done_on is not null)),
  version int not null default 1,
  primary key (house_id, id)
);
comment on table housing.house_work is 'house: works planned, going on and done; nothing personal';
grant select, insert, update on housing.house_work to moidom_app;

-- A term goes on until it is ended: article 161.1 of the Housing Code, part 10.
create table housing.council_member (
  house_id uuid not null,
  id uuid not null,
  premises_id uuid not null,
  premises_number text not null,
  person_id uuid,
  name text not null,
  is_chair boolean not null,
  from_day date not null,
  to_day date check (to_day >= from_day),
  minutes text not null,
  primary key (house_id, id),
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id)
);
comment on table housing.council_member is 'house: owners whom the meeting chose into the council';
create unique index council_chair on housing.council_member (house_id) where is_chair and to_day is null;
create index council_person on housing.council_member (person_id) where person_id is not null;
grant select, insert, delete on housing.council_member to moidom_app;
grant update (to_day) on housing.council_member to moidom_app;
