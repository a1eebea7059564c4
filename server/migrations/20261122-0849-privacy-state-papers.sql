-- The consent to fill the profile from the state identity system names every paper that is taken, and that a state account may be connected without it.
insert into privacy.document (code, version, from_day, asks_anew, title, summary, sections, sha256, published_at)
select 'stateIdentity', 2, date '2026-09-15', true, title, 'Названы все документы, которые берёт портал: ИНН, паспорт, адрес прописки.', sections, sha256(convert_to(title || sections::text, 'UTF8')), timestamptz '2026-09-01 09:00+03' from (values
('Заполнение профиля из Госуслуг', $text$[
 {"heading": "Зачем", "paragraphs": ["Чтобы не набирать то, что уже есть на Госуслугах, и чтобы ваши данные совпадали с документами."]},
 {"heading": "Какие данные и что с ними делают", "paragraphs": ["Фамилия, имя, отчество, дата рождения, СНИЛС, ИНН, номер паспорта, адрес прописки, подтверждённые телефон и почта: получение из государственной системы при вашем входе, сравнение с профилем, запись пустых полей. Что отличается, портал покажет и без вашего слова не изменит."]},
 {"heading": "На какой срок", "paragraphs": ["До отзыва. После отзыва новых данных не запрашиваем; уже записанное в профиль можно удалить в «Моих данных»."]},
 {"heading": "Без согласия", "paragraphs": ["Войти через Госуслуги можно, но профиль заполняете вы сами."]}]$text$::jsonb)
) as second (title, sections);
