-- What a person may ask about their data: corrected, copied, erased (152-FZ, articles 14, 20, 21).
create table privacy.request (
  person_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('correct', 'question')),
  subject text not null,
  text text not null,
  asked_at timestamptz not null,
  due_on date not null,
  status text not null default 'open' check (status in ('open', 'done', 'refused')),
  answer text,
  decided_at timestamptz,
  decided_by uuid,
  overdue_told_at timestamptz,
  version int not null default 1,
  primary key (person_id, id),
  check ((status = 'open') = (decided_at is null))
);
comment on table privacy.request is 'person: asked to correct or to explain, with its term and the answer';
create index request_due on privacy.request (status, due_on, id);
grant select, insert on privacy.request to moidom_app;
grant update (status, answer, decided_at, decided_by, overdue_told_at, version) on privacy.request to moidom_app;

create table privacy.copy (
  person_id uuid not null,
  id uuid not null,
  progress_id uuid not null,
  asked_at timestamptz not null,
  json_file uuid,
  pdf_file uuid,
  until timestamptz,
  primary key (person_id, id)
);
comment on table privacy.copy is 'person: copies of everything held, each for a day';
create index copy_until on privacy.copy (until) where until is not null;
grant select, insert, delete on privacy.copy to moidom_app;
grant update (json_file, pdf_file, until) on privacy.copy to moidom_app;

create table privacy.erasure (
  person_id uuid not null,
  id uuid not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  status text not null check (status in ('waiting', 'cancelled', 'done')),
  ended_at timestamptz,
  waits text,
  look_at timestamptz,
  kept jsonb,
  primary key (person_id, id),
  check ((status = 'waiting') = (ended_at is null))
);
comment on table privacy.erasure is 'person: wishes to be erased, carried out after three days';
create unique index erasure_waiting on privacy.erasure (person_id) where status = 'waiting';
create index erasure_look on privacy.erasure (look_at) where status = 'waiting';
grant select, insert on privacy.erasure to moidom_app;
grant update (status, ended_at, waits, look_at, kept) on privacy.erasure to moidom_app;

-- Erasure deletes what no law keeps.
grant delete on ledger.account_link, ledger.link_request to moidom_app;
grant delete on notifications.notice, notifications.delivery to moidom_app;
grant delete on payments.reminder, payments.reminder_wish to moidom_app;
grant delete on treasury.search, treasury.bill, treasury.reminder, treasury.find_try to moidom_app;

-- The second version of the policy: how long photographs of meters are kept, and where to see who looked.
with second as (
  select title, jsonb_agg(case part ->> 'heading'
      when 'Сколько храним' then jsonb_set(part, '{paragraphs}', (part -> 'paragraphs') || '["Снимки счётчиков, с которыми не передали показания, — одни сутки."]'::jsonb)
      when 'Ваши права' then jsonb_set(part, '{paragraphs}', (part -> 'paragraphs') || '["Каждый просмотр ваших данных сотрудником виден вам в журнале действий."]'::jsonb)
      else part end order by place) as sections
  from privacy.document, jsonb_array_elements(sections) with ordinality as p (part, place) where code = 'policy' and version = 1 group by title)
insert into privacy.document (code, version, from_day, asks_anew, title, summary, sections, sha256, published_at)
select 'policy', 2, date '2026-11-01', false, title, 'Написали, сколько храним снимки счётчиков и где видно, кто смотрел ваши данные.', sections, sha256(convert_to(title || sections::text, 'UTF8')), timestamptz '2026-10-15 09:00+03' from second;
