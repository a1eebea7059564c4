-- Files of registers are deleted when their time is over; returns and readings of payment registers.
alter table billing.register_load add column file_deleted_at timestamptz;
create index register_load_file_id on billing.register_load (file_id);
