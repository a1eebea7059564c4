-- Readings that payers wrote into their payments are an intake of their own, one a register. A file whose time is over is deleted, its intake stays.
alter table meters.intake add column load_id uuid unique;
alter table meters.intake drop constraint intake_way_check, drop constraint intake_check;
alter table meters.intake add constraint intake_way_check check (way in ('file', 'program', 'register')),
  add constraint intake_source_check check ((way = 'file' or file_id is null) and (way = 'register') = (load_id is not null));
create index intake_kept on meters.intake (at) where file_id is not null;
-- A row of a payment register may read several meters.
alter table meters.intake_row drop constraint intake_row_pkey, add primary key (intake_id, row, meter_id, zone);
