-- Notices of what happened, and the messages that carry them and the one-time codes out of the portal.
create schema notifications;
grant usage on schema notifications to moidom_app;

create table notifications.notice (
  person_id uuid not null,
  id uuid not null,
  kind text not null,
  version int not null,
  facts jsonb not null,
  title text not null,
  text text not null,
  link text,
  made_at timestamptz not null,
  read_at timestamptz,
  primary key (person_id, id)
);
comment on table notifications.notice is 'person: what a person was told in the portal, as it was worded then';
create index notice_made on notifications.notice (person_id, made_at, id);
create index notice_unread on notifications.notice (person_id) where read_at is null;
grant select, insert on notifications.notice to moidom_app;
grant update (read_at) on notifications.notice to moidom_app;

create table notifications.preference (
  person_id uuid not null,
  kind text not null,
  channel text not null check (channel in ('email', 'sms')),
  is_on boolean not null,
  primary key (person_id, kind, channel)
);
comment on table notifications.preference is 'person: kinds of notices that a person switched on or off, by channel; the rest is as the kind says';
grant select, insert, update, delete on notifications.preference to moidom_app;

create table notifications.delivery (
  id uuid primary key,
  person_id uuid,
  notice_id uuid,
  kind text not null,
  channel text not null check (channel in ('email', 'sms')),
  recipient text not null,
  spare_channels text[] not null default '{}',
  is_secret boolean not null,
  title text,
  text text,
  short_text text,
  link text,
  attachments jsonb,
  status text not null default 'created' check (status in ('created', 'sending', 'delivered', 'temporary-failure', 'permanent-failure')),
  attempts int not null default 0,
  reference text,
  why text,
  made_at timestamptz not null,
  tried_at timestamptz,
  next_at timestamptz not null
);
comment on table notifications.delivery is 'local: one message on one channel, its attempts and what became of it; secrets are wiped when it is over';
create index delivery_open on notifications.delivery (next_at) where status in ('created', 'sending', 'temporary-failure');
create index delivery_recipient on notifications.delivery (recipient, made_at);
create index delivery_person on notifications.delivery (person_id, made_at) where person_id is not null;
grant select, insert, update on notifications.delivery to moidom_app;
