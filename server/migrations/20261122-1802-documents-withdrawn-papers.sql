-- A paper that is made anew (a bill) is withdrawn by what it is about: whoever holds its old code is told that it is no longer so (DOCS-3).
alter table documents.issued add column source_id uuid;
create index issued_in_force_of_source on documents.issued (source_id) where source_id is not null and withdrawn_at is null;
