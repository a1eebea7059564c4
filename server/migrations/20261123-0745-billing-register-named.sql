-- Two registers may name one operation of a bank. The first that is loaded brings it; what the others pass over as known is kept here, so that
-- the operation stays with them when the first is taken back.
create table billing.register_named (
  organization_id uuid not null references housing.organization (id),
  operation_id text not null,
  load_id uuid not null,
  row int not null,
  -- Whose the register says it is; null where that account was not found.
  account_id uuid,
  primary key (organization_id, operation_id, load_id)
);
comment on table billing.register_named is 'organization: operations that a loaded register names and another one has brought';
create index register_named_load on billing.register_named (load_id);
grant select, insert, delete on billing.register_named to moidom_app;
grant update (load_id) on billing.register_payment to moidom_app;
