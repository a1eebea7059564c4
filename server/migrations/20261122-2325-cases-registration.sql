-- Applications for registration at the place of residence go to the managing organization as cases.
alter table cases.account_case drop constraint account_case_kind_check, add check (kind in ('question', 'error', 'dispute', 'registration'));
