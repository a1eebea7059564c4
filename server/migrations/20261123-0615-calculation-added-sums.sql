-- State duty, court costs and the performer's fine that an accountant adds: recalculations with the number of their account, to be listed.
alter table calculation.recalculation add column account_number text;
create index recalculation_added on calculation.recalculation (organization_id, decided_at desc, id) where account_number is not null;
