-- Houses of a company are found by stepping through this index, whatever the number of its accounts; beginnings of numbers by the other.
create index account_organization_house on ledger.account (organization_id, house_id);
create index account_number_prefix on ledger.account (organization_id, number text_pattern_ops);
