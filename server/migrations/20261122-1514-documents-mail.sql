-- Where a person sends papers by e-mail: what stands before the @ is chosen by chance, kept sealed for its owner and as a digest for the door.
create table documents.mail_address (
  person_id uuid primary key references identity.person (id),
  token_hash bytea not null unique,
  sealed bytea not null,
  at timestamptz not null
);
comment on table documents.mail_address is 'person: addresses to which people send papers by e-mail';
grant select, insert, update, delete on documents.mail_address to moidom_app;
