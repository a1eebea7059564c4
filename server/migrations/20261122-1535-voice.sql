-- A voice as an addition to a password: what was learned of it, sealed, and the words asked for at the door.
create schema voice;
grant usage on schema voice to moidom_app;

create table voice.template (
  person_id uuid primary key references identity.person (id),
  sealed bytea not null,
  rounds smallint not null check (rounds between 1 and 3),
  made_at timestamptz not null,
  enrolled_at timestamptz,
  check ((rounds = 3) = (enrolled_at is not null))
);
comment on table voice.template is 'person: what was learned of a voice; the sound is not kept';
grant select, insert, update, delete on voice.template to moidom_app;

create table voice.challenge (
  id uuid primary key,
  person_id uuid not null references identity.person (id),
  bound_to uuid not null,
  words smallint[] not null,
  until timestamptz not null,
  used_at timestamptz
);
comment on table voice.challenge is 'directory: words asked for at signing in, for a minute';
create unique index challenge_open on voice.challenge (bound_to) where used_at is null;
create index challenge_person on voice.challenge (person_id, until);
grant select, insert, update, delete on voice.challenge to moidom_app;

insert into privacy.document (code, version, from_day, asks_anew, title, summary, sections, sha256, published_at)
select 'voice', 1, date '2026-09-01', true, title, 'Первая редакция.', sections, sha256(convert_to(title || sections::text, 'UTF8')), timestamptz '2026-09-01 09:00+03' from (values
('Вход по голосу (биометрия)', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы вместо кода из сообщения при входе прочитать вслух слова с экрана. Только вдобавок к паролю и только для входа: платежи, голоса и подписи голосом не подтверждаются."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Образец голоса: числа, по которым узнают, как вы произносите десять слов. Это биометрические персональные данные. Хранение в зашифрованном виде, сравнение при вашем входе. Запись звука не хранится и никому не передаётся."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва. С отзывом образец удаляется сразу, также когда вы отключаете вход по голосу или удаляете кабинет."]},
 {"heading": "Без согласия", "paragraphs": ["Всё работает как раньше: пароль и код, приложение, ключ доступа."]}]$text$::jsonb)
) as first (title, sections);
