-- A bank's payment that stands on a wrong account is taken off it and waits for a decision among those without an account.
alter table billing.unmatched_payment add column taken_off_house_id uuid, add column taken_off_account_id uuid, add column taken_off_reason text,
  add check ((taken_off_account_id is null) = (taken_off_reason is null) and (taken_off_account_id is null) = (taken_off_house_id is null));
grant update (taken_off_house_id, taken_off_account_id, taken_off_reason) on billing.unmatched_payment to moidom_app;
-- Payments of one account: a bank's return and the accountant's card ask for them.
create index register_payment_account on billing.register_payment (account_id, paid_on);
