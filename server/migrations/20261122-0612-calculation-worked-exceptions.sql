-- What was looked at before a run is posted is worked through one by one, with a word on what was found; a new count keeps what stays the same.
alter table calculation.run_exception add column worked_at timestamptz, add column worked_by uuid, add column work_note text, add check ((worked_at is null) = (work_note is null));
grant update (worked_at, worked_by, work_note) on calculation.run_exception to moidom_app;

-- A counting that a person stopped: nothing of it is kept, it goes on by counting anew.
alter table calculation.run drop constraint run_status_check;
alter table calculation.run add constraint run_status_check check (status in ('counting', 'stopped', 'draft', 'checked', 'posting', 'posted', 'cancelled'));
