-- A room of a communal flat and its flat: the flat's lines are counted once and split over its rooms.
alter table housing.premises add column flat_id uuid,
  add check (flat_id is null or kind = 'room'),
  add foreign key (house_id, flat_id) references housing.premises (house_id, premises_id);
create index premises_flat on housing.premises (house_id, flat_id) where flat_id is not null;
