-- The search of staff at a million accounts: words of names, flats by the beginning of their number, accounts by the unified number.
create index ownership_name_words on housing.ownership using gin (to_tsvector('simple', replace(lower(owner_name), 'ё', 'е')));
create index premises_number_beginning on housing.premises (house_id, lower(number) text_pattern_ops);
create index account_unified on ledger.account (unified_number) where unified_number is not null;
