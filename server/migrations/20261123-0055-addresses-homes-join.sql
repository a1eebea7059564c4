-- A home added from the directory becomes one of the portal when its house joins: known again by a key of its address.
alter table addresses.added_home add column house_key text, add column district text;
create index added_home_waiting on addresses.added_home (house_key) where house_id is null and removed_at is null;
grant update (house_id) on addresses.added_home to moidom_app;
