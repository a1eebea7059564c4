-- Pages of a paper that is being read: so that whoever reads on after a fall does not begin anew. Gone when the reading is done.
create table documents.page (
  document_id uuid not null,
  number int not null,
  page int not null check (page > 0),
  text bytea not null,
  primary key (document_id, number, page),
  foreign key (document_id, number) references documents.version (document_id, number) on delete cascade
);
comment on table documents.page is 'local: text of pages of a paper under reading, sealed';
grant select, insert, update, delete on documents.page to moidom_app;
