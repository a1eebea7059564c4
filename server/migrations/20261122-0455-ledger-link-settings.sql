-- How a person keeps an account (ACC-3): suspended or not, by which ways its notices go, and the contacts its organization may use.
alter table ledger.account_link
  add column suspended_at timestamptz,
  add column by_email boolean not null default true,
  add column by_sms boolean not null default true,
  add column contacts bytea;
