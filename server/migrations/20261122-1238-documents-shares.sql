-- A paper opened to somebody until a day. Neither `to_person_id` nor `to_organization_id`: nobody has the telephone that was given; whoever
-- shares is not told, so that nobody learns who is here. `shown_to` is what the sharer sees: an organization's name, a telephone with its middle hidden.
create table documents.share (
  document_id uuid not null references documents.document (id) on delete cascade,
  id uuid not null,
  to_person_id uuid references identity.person (id),
  to_organization_id uuid references housing.organization (id),
  shown_to text not null,
  until date not null,
  at timestamptz not null,
  revoked_at timestamptz,
  primary key (document_id, id),
  check (to_person_id is null or to_organization_id is null)
);
comment on table documents.share is 'person: papers opened to others until a day';
create index share_to_person on documents.share (to_person_id, until) where revoked_at is null;
create index share_to_organization on documents.share (to_organization_id, until) where revoked_at is null;
grant select, insert, delete on documents.share to moidom_app;
grant update (revoked_at) on documents.share to moidom_app;

create table documents.reminder (
  document_id uuid not null references documents.document (id) on delete cascade,
  due_on date not null,
  days int not null,
  primary key (document_id, due_on, days)
);
comment on table documents.reminder is 'local: which reminders of a term went out';
grant select, insert, delete on documents.reminder to moidom_app;
