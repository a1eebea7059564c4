-- What the accounts of an organization owe and have ahead together. Each posting adds a row of what it changed in a house, so that nobody waits for
-- anybody's row; a job puts the rows of a house together.
create table ledger.account_sum (
  house_id uuid not null,
  id uuid not null,
  organization_id uuid not null references housing.organization (id),
  account_kind text not null,
  due_kopecks bigint not null,
  advance_kopecks bigint not null,
  primary key (house_id, id)
);
comment on table ledger.account_sum is 'house: changes of what all accounts of an organization owe, derived from the transfers';
create index account_sum_organization on ledger.account_sum (organization_id) include (account_kind, due_kopecks, advance_kopecks);
grant select, insert, delete on ledger.account_sum to moidom_app;

insert into ledger.account_sum (house_id, id, organization_id, account_kind, due_kopecks, advance_kopecks)
select a.house_id, gen_random_uuid(), a.organization_id, a.kind, coalesce(sum(b.kopecks) filter (where b.period > '0001-01-01'), 0), coalesce(-sum(b.kopecks) filter (where b.period = '0001-01-01'), 0)
from ledger.account a join ledger.balance b on b.house_id = a.house_id and b.account_id = a.id group by a.house_id, a.organization_id, a.kind;
