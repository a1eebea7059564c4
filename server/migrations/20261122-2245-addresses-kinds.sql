-- What a house of the directory has besides flats: rooms 16, not residential 32, garages 64, as the index marks them.
alter table addresses.house add column kinds smallint not null default 0;
