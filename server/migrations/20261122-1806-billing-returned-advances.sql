-- What the organization's bank has given back of a payment while it lay ahead on its account.
alter table billing.register_payment add column returned_kopecks bigint not null default 0 check (returned_kopecks between 0 and greatest(kopecks, 0));
grant update (returned_kopecks) on billing.register_payment to moidom_app;
