-- For which share of its flat an account of contributions for capital repair answers, from a month on. What was set is never edited: of the
-- rows that reach a month the last one stands. An account without rows answers for the whole flat.
create table ledger.account_share (
  house_id uuid not null,
  account_id uuid not null,
  number int not null check (number > 0),
  from_month date not null check (extract(day from from_month) = 1),
  numerator int not null check (numerator > 0),
  denominator int not null check (denominator >= numerator),
  document text not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (house_id, account_id, number),
  foreign key (house_id, account_id) references ledger.account (house_id, id)
);
comment on table ledger.account_share is 'house: the share of the flat that an account of capital repair answers for, by months, with who set it';
grant select, insert on ledger.account_share to moidom_app;
