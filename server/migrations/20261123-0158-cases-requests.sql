-- A request about a house goes from its card to the managing organization as a case.
alter table cases.account_case drop constraint account_case_kind_check, add check (kind in ('question', 'error', 'dispute', 'registration', 'request')),
  drop constraint account_case_check1, add constraint account_case_about_house check (kind in ('error', 'request') or (account_id is not null and premises_id is not null));
