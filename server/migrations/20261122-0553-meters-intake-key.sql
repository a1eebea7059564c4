-- A row of a file gives one reading to each register.
alter table meters.intake_row add primary key (intake_id, row, zone);
