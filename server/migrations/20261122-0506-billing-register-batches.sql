-- Registers are posted and taken back some houses at a time: what a load has ended, and what it has paid, is found by house.
drop index billing.charge_ended_by;
create index charge_ended_by on billing.charge (ended_by, house_id) where ended_by is not null;
drop index billing.register_payment_load;
create index register_payment_load on billing.register_payment (load_id, house_id, account_id);
