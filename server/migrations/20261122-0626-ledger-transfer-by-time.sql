-- Reports of a month read the transfers of that month and later. Transfers come nearly in the order of time, so ranges of pages are enough.
create index transfer_time on ledger.transfer using brin (happened_on, period) with (pages_per_range = 32);
