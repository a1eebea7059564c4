-- What of a day's transfer is in the ledger so far, when the day differs and is booked in parts; and how many parts there were.
alter table reconciliation.part add column settled_kopecks bigint not null default 0, add column settled_parts int not null default 0;
update reconciliation.part set settled_kopecks = our_kopecks - our_refund_kopecks - fee_kopecks, settled_parts = 1 where settled_at is not null;
