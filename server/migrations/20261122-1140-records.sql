-- What a person tells of himself, section by section, and what registers told of him. Every value lies sealed.
create schema records;
grant usage on schema records to moidom_app;

create table records.section (
  person_id uuid not null references identity.person (id),
  section text not null check (section in ('personal', 'location', 'finance', 'family')),
  version int not null check (version > 0),
  value bytea not null,
  changed_at timestamptz not null,
  primary key (person_id, section)
);
comment on table records.section is 'person: what a person tells of himself, sealed';
grant select, insert, update, delete on records.section to moidom_app;

-- `was`: the values of those fields before, sealed.
create table records.change (
  person_id uuid not null references identity.person (id),
  id uuid not null,
  section text not null,
  fields text[] not null,
  was bytea not null,
  at timestamptz not null,
  primary key (person_id, id)
);
comment on table records.change is 'person: each change of a section and what stood there before, sealed';
create index change_section on records.change (person_id, section, at desc);
grant select, insert, delete on records.change to moidom_app;

-- `value` is the last answer, sealed; an empty answer is one too. `is_silent`: the last question got none.
create table records.told (
  person_id uuid not null references identity.person (id),
  source text not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  is_silent boolean not null,
  value bytea,
  primary key (person_id, source),
  check ((answered_at is null) = (value is null))
);
comment on table records.told is 'person: what each register last told of a person, sealed, and when';
grant select, insert, update, delete on records.told to moidom_app;

create table records.checkup (
  person_id uuid primary key references identity.person (id),
  state text not null check (state in ('running', 'done')),
  ordered_at timestamptz not null,
  finished_at timestamptz,
  found int not null default 0,
  next_on date,
  planned_told_on date
);
comment on table records.checkup is 'person: when the records were last checked with the registers and when they will be';
create index checkup_next on records.checkup (next_on) where next_on is not null;
grant select, insert, update, delete on records.checkup to moidom_app;

insert into privacy.document (code, version, from_day, asks_anew, title, summary, sections, sha256, published_at)
select 'registers', 1, date '2026-09-01', true, title, 'Первая версия.', sections, sha256(convert_to(title || sections::text, 'UTF8')), timestamptz '2026-08-20 09:00+03' from (values
('Сверка с реестрами', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы найти ошибки в ваших данных раньше, чем из-за них откажут в субсидии, неверно начислят или вернут заявление."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Имя, дата рождения, СНИЛС, ИНН, паспорт, адрес прописки, счёт в банке, ваши помещения: запрос в налоговую службу, МВД, реестр недвижимости и справочник банков, сравнение ответов с профилем, показ расхождений вам. Без вашего слова ничего не меняем."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва. После отзыва новых запросов нет, ответы реестров удаляем."]},
 {"heading": "Без согласия", "paragraphs": ["Профиль заполняется и проверяется по форме, с реестрами не сверяется. Всё остальное работает."]}]$text$::jsonb)
) as first (title, sections);
