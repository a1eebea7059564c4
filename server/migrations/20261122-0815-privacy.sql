-- Personal data: what the portal says it does with them (policy, purposes), and who agreed to which text.
create schema privacy;
grant usage on schema privacy to moidom_app;

-- `code` is 'policy' or a purpose. A text that was in force is never changed: a new version follows it.
create table privacy.document (
  code text not null,
  version int not null check (version > 0),
  from_day date not null,
  asks_anew boolean not null,
  title text not null,
  summary text not null,
  sections jsonb not null,
  sha256 bytea not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (code, version)
);
comment on table privacy.document is 'directory: versions of the policy and of the consents, never changed';
grant select, insert on privacy.document to moidom_app;

-- A row is one agreement with one version of a text; sha256 is that of the text agreed to.
create table privacy.consent (
  person_id uuid not null,
  id uuid not null,
  code text not null,
  version int not null,
  sha256 bytea not null,
  given_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('withdrawn', 'renewed')),
  primary key (person_id, id),
  foreign key (code, version) references privacy.document (code, version),
  check ((ended_at is null) = (end_reason is null))
);
comment on table privacy.consent is 'person: what a person agreed to, when, and until when';
create unique index consent_in_force on privacy.consent (person_id, code) where ended_at is null;
grant select, insert, delete on privacy.consent to moidom_app;
grant update (ended_at, end_reason) on privacy.consent to moidom_app;

insert into privacy.document (code, version, from_day, asks_anew, title, summary, sections, sha256, published_at)
select code, 1, date '2026-09-01', true, title, 'Первая версия.', sections, sha256(convert_to(title || sections::text, 'UTF8')), timestamptz '2026-08-20 09:00+03' from (values
('policy', 'Политика обработки персональных данных', $text$[
 {"heading": "Кто обрабатывает данные", "paragraphs": ["Оператор портала «Мой дом». Лицевые счета, начисления и показания ведут управляющие и ресурсоснабжающие организации, с которыми у вас договор: для них портал обрабатывает данные по их поручению."]},
 {"heading": "На каком основании", "paragraphs": ["Ведение лицевых счетов, начисления, платежи, показания, обращения: закон и договор (статья 6, часть 1, пункты 2 и 5 закона № 152-ФЗ; статьи 155 и 157 Жилищного кодекса; правила № 354). Согласия на это не нужно, и отозвать его нельзя.", "Остальное — только с вашего согласия, на каждую цель отдельно. Согласие можно отозвать в любой день одной кнопкой, и портал продолжит работать без него."]},
 {"heading": "Какие данные", "paragraphs": ["Имя, телефон, почта; помещения и доли; лицевые счета, начисления, платежи и чеки; счётчики и показания; вопросы и ответы; входы и устройства; журнал действий.", "Номера документов, телефоны и почта для счетов, ключи карт лежат зашифрованными."]},
 {"heading": "Сколько храним", "paragraphs": ["Бухгалтерские документы и чеки — пять лет после отчётного года (статья 29 закона № 402-ФЗ). Уведомления и переписка — три года, срок исковой давности (статья 196 Гражданского кодекса). Входы и устройства — девяносто дней. Остальное — пока вы пользуетесь порталом."]},
 {"heading": "Кому передаём", "paragraphs": ["Организациям, которые ведут ваши лицевые счета; банку — то, что нужно для платежа; государственным системам — то, что требует закон. Никому не продаём."]},
 {"heading": "Ваши права", "paragraphs": ["В разделе «Профиль → Мои данные» видно всё, что хранится о вас, и кто это смотрел. Там же можно скачать копию, попросить исправить и удалить. Исправляем за семь рабочих дней, отвечаем за десять.", "Жалобу принимает Роскомнадзор."]}]$text$::jsonb),
('photos', 'Чтение показаний со снимка счётчика', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы прочитать цифры на вашем снимке счётчика и не набирать их."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Снимок, его время и счётчик: запись, автоматическое чтение цифр, хранение вместе с показанием, показ вам и организации, которой переданы показания. Место съёмки и модель телефона из снимка удаляются."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва. Снимки к уже переданным показаниям остаются доказательством показаний на срок исковой давности, три года."]},
 {"heading": "Без согласия", "paragraphs": ["Показания вводятся цифрами, всё остальное работает."]}]$text$::jsonb),
('stateIdentity', 'Заполнение профиля из Госуслуг', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы подтвердить личность и не набирать то, что уже есть на Госуслугах."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Фамилия, имя, отчество, дата рождения, СНИЛС, телефон, почта: получение из государственной системы при вашем входе, сравнение с профилем, запись пустых полей."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва. После отзыва новых данных не запрашиваем; уже записанное в профиль можно удалить в «Моих данных»."]},
 {"heading": "Без согласия", "paragraphs": ["Войти через Госуслуги можно, но профиль заполняете вы сами."]}]$text$::jsonb),
('neighbours', 'Имя для соседей', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы соседи видели, кто пишет в чате и на форуме дома."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Имя, отчество и номер квартиры: показ жителям вашего дома рядом с тем, что вы пишете."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва. После отзыва вместо имени стоит «Житель дома»."]},
 {"heading": "Без согласия", "paragraphs": ["Писать можно, имени никто из соседей не увидит."]}]$text$::jsonb),
('news', 'Новости и предложения портала', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы присылать новости портала и предложения, не связанные с вашими счетами."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Имя, почта и телефон: отправка писем и сообщений не чаще раза в месяц."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва, он действует сразу."]},
 {"heading": "Без согласия", "paragraphs": ["Приходят только уведомления о ваших счетах и безопасности входа."]}]$text$::jsonb)
) as first (code, title, sections);
