-- Papers that a manager put into several houses at once belong together; tenants see them where it is said so; a withdrawn one keeps its line.
alter table documents.document add column group_id uuid, add column for_tenants boolean not null default false, add column withdrawn_at timestamptz, add column withdrawn_why text,
  add check ((withdrawn_at is null) = (withdrawn_why is null));
create index document_of_group on documents.document (group_id) where group_id is not null;
grant update (withdrawn_at, withdrawn_why) on documents.document to moidom_app;
