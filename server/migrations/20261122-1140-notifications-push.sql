-- Web Push: the portal's key for push services, the devices that take notices, and push beside mail and SMS.
create table notifications.push_key (
  id int primary key check (id = 1),
  public_key text not null,
  sealed bytea not null,
  made_at timestamptz not null
);
comment on table notifications.push_key is 'local: the pair of keys by which push services know the portal (VAPID, RFC 8292), the private one sealed';
grant select, insert, update on notifications.push_key to moidom_app;

create table notifications.push_device (
  person_id uuid not null,
  id uuid not null,
  known_device_id uuid,
  session_id uuid not null,
  endpoint_hash bytea not null unique,
  sealed bytea not null,
  name text not null,
  takes_codes boolean not null default false,
  made_at timestamptz not null,
  primary key (person_id, id)
);
comment on table notifications.push_device is 'person: browsers to which notices are pushed; the address and keys of the subscription are sealed';
create index push_device_session on notifications.push_device (session_id);
create index push_device_known on notifications.push_device (known_device_id) where known_device_id is not null;
grant select, insert, update, delete on notifications.push_device to moidom_app;

alter table notifications.preference drop constraint preference_channel_check;
alter table notifications.preference add constraint preference_channel_check check (channel in ('email', 'sms', 'push'));
alter table notifications.delivery drop constraint delivery_channel_check;
alter table notifications.delivery add constraint delivery_channel_check check (channel in ('email', 'sms', 'push'));

-- Codes may come by push first, where the person chose so on a device.
alter table identity.person add column push_codes boolean not null default false;
alter table identity.one_time_code drop constraint one_time_code_channel_check;
alter table identity.one_time_code add constraint one_time_code_channel_check check (channel in ('sms', 'email', 'totp', 'passkey', 'push'));
