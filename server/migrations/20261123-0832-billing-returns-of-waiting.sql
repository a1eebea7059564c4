-- A bank's return of a payment that still waits for an account closes it: the pair is kept with the payment. What a row of a register does so is
-- no error, it is noted beside the errors until the register is loaded.
alter table billing.unmatched_payment add column return_operation_id text, add column return_load_id uuid, add column return_on date,
  add check ((return_operation_id is null) = (return_load_id is null) and (return_operation_id is null) = (return_on is null)),
  add check (return_operation_id is null or status = 'returned');
create unique index unmatched_return on billing.unmatched_payment (organization_id, return_operation_id) where return_operation_id is not null;
create index unmatched_return_load on billing.unmatched_payment (return_load_id) where return_load_id is not null;
grant update (return_operation_id, return_load_id, return_on) on billing.unmatched_payment to moidom_app;
alter table billing.load_error drop constraint load_error_scope_check, add constraint load_error_scope_check check (scope in ('row', 'account', 'file', 'note'));
grant update (scope, code, detail, operation) on billing.load_error to moidom_app;
