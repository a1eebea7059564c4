-- Ways to pay that a person keeps: tokens of the acquirer, never card data.
alter table payments.payment drop constraint payment_method_check;
alter table payments.payment add constraint payment_method_check check (method in ('card', 'wallet', 'account', 'qr'));
alter table payments.payment rename column card_last4 to last4;

create table payments.saved_method (
  person_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('card', 'wallet', 'account')),
  last4 text check (last4 ~ '^\d{4}$'),
  -- The last day a card is good.
  good_until date,
  -- Sealed; forgotten when the person removes the method.
  token bytea,
  saved_at timestamptz not null,
  removed_at timestamptz,
  primary key (person_id, id),
  check ((token is null) = (removed_at is not null))
);
comment on table payments.saved_method is 'person: a card, wallet or bank account that pays without being typed anew';
grant select, insert on payments.saved_method to moidom_app;
grant update (token, removed_at) on payments.saved_method to moidom_app;

alter table payments.payment add column saves_method boolean not null default false;
alter table payments.payment add column method_id uuid;
alter table payments.payment add foreign key (person_id, method_id) references payments.saved_method (person_id, id);
create index payment_by_method on payments.payment (person_id, method_id) where method_id is not null;
