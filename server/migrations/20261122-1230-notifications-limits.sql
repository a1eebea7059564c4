-- Against running up a bill: whose network asked for a message; and channels that the operator switches off.
alter table notifications.delivery add column network text;
create index delivery_sms on notifications.delivery (made_at) where channel = 'sms';
create index delivery_day on notifications.delivery (made_at, channel);

create table notifications.channel (
  channel text primary key check (channel in ('email', 'sms', 'push')),
  is_on boolean not null,
  changed_at timestamptz not null
);
comment on table notifications.channel is 'local: channels that the operator switched off, or on again; one that has no row is on';
grant select, insert, update on notifications.channel to moidom_app;
