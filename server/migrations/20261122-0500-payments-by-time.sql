-- Payments and refunds of a day over all payers: compared every night with the acquirer's lists.
create index payment_paid on payments.payment (paid_at, id) where paid_at is not null;
create index payment_acquirer on payments.payment (acquirer_id) where acquirer_id is not null;
create index refund_done on payments.refund (done_at, id) where done_at is not null;
create index refund_acquirer on payments.refund (acquirer_id) where acquirer_id is not null;
create index register_payment_day on billing.register_payment (paid_on, organization_id, operation_id);
