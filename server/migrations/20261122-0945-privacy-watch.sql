-- Watch over attempts without right, and what is done when data got out (PRIV-5; 152-FZ, article 21, part 3.1).
create table privacy.refusal (
  minute timestamptz not null,
  subject text not null,
  code text not null,
  count int not null,
  primary key (minute, subject, code)
);
comment on table privacy.refusal is 'local: refused attempts by minute, per person, organization and network';
grant select, insert, update, delete on privacy.refusal to moidom_app;

create table privacy.alert (
  id uuid primary key,
  subject text not null,
  on_day date not null,
  count int not null,
  codes text not null,
  raised_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'closed')),
  note text,
  closed_at timestamptz,
  closed_by uuid,
  unique (subject, on_day)
);
comment on table privacy.alert is 'local: unusual runs of refusals, until the operator explains them';
grant select, insert, update, delete on privacy.alert to moidom_app;

create table privacy.breach (
  id uuid primary key,
  title text not null,
  found_at timestamptz not null,
  cause text not null,
  kinds text not null,
  people int not null,
  harm text not null,
  measures text not null,
  findings text not null default '',
  guilty text not null default '',
  first_number text,
  first_sent_at timestamptz,
  second_number text,
  second_sent_at timestamptz,
  told text[] not null default '{}',
  version int not null default 1
);
comment on table privacy.breach is 'local: breaches of personal data and the notices to the supervisory body';
grant select, insert, update on privacy.breach to moidom_app;

-- What is over goes by its term.
grant delete on privacy.request, privacy.erasure to moidom_app;
