-- Where a meter stands, in words: readings that came without a submission are found by it.
alter table meters.meter add column address text not null default '';
create index reading_submitted on meters.reading (house_id, submitted_at);
