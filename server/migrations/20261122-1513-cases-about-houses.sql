-- What the portal says of a house may be wrong: such a case has no account.
alter table cases.account_case alter column account_id drop not null, alter column premises_id drop not null,
  add check (account_id is not null or kind = 'error'), add check ((account_id is null) = (premises_id is null));
