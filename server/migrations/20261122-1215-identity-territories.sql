-- Officers serve a municipality or a whole region; a role over neither has no such columns.
alter table identity.role_grant add column region text, add column city text, add check (city is null or region is not null);
create index house_by_territory on housing.house (region, city, street);
