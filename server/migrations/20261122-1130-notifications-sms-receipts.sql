-- What a message centre reported of SMS sent over SMPP.
create table notifications.sms_receipt (
  message_id text primary key,
  delivery text not null check (delivery in ('delivered', 'onTheWay', 'failed')),
  received_at timestamptz not null
);
comment on table notifications.sms_receipt is 'local: receipts of the message centre by its own numbers of messages';
create index sms_receipt_age on notifications.sms_receipt (received_at);
grant select, insert, update, delete on notifications.sms_receipt to moidom_app;
