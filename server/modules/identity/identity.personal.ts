// What identity holds of a person, and how a person stops being one here (PRIV-2).
import { rightWords, serviceWords } from '#contract/areas';
import { codeChannels, codePurposes } from '#contract/code-words';
import { roleWords } from '#contract/role-words';
import { contactChangeStatuses, powerPaperStatuses, signInOutcomes } from '#contract/statuses/identity';
import { wordsOf } from '#contract/statuses/standing';
import { openField } from '#platform/field-cipher';
import { forgetFile } from '#platform/files';
import type { PersonalPart } from '#platform/held-of-person';
import type { Work } from '#platform/work';
import { openContactChange } from './change-contact.ts';
import { endSessions } from './end-sessions.ts';
import { principalPlace } from './power-paper.ts';
import './identity.tables.ts';

const PAPERS = { law: 'Кто и от чьего имени действовал: срок исковой давности, статья 196 Гражданского кодекса', term: '3 года' };

/** The row stays without a name: payments, readings and the journal lead to it, and it leads to nobody. */
async function erase(work: Work, personId: string): Promise<void> {
  await endSessions(work, { personId, but: null });
  const at = work.now.toISOString();
  await work.tx
    .updateTable('identity.person')
    .set((eb) => ({
      last_name: 'Данные',
      first_name: 'удалены',
      middle_name: null,
      phone: null,
      email: null,
      login: null,
      password_hash: null,
      password_set_at: null,
      second_factor: 'none',
      blocked_at: at,
      erased_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', personId)
    .execute();
  await work.tx.updateTable('identity.role_grant').set({ ended_at: at }).where('person_id', '=', personId).where('ended_at', 'is', null).execute();
  for (const side of ['principal_id', 'representative_id'] as const) {
    await work.tx.updateTable('identity.power').set({ ended_at: at }).where(side, '=', personId).where('ended_at', 'is', null).execute();
    const copies = await work.tx.selectFrom('identity.power_paper').select('file_id').where(side, '=', personId).where('file_id', 'is not', null).execute();
    for (const { file_id } of copies) await forgetFile(work.tx, file_id!);
    await work.tx
      .updateTable('identity.power_paper')
      .set({ file_id: null, ended_at: at })
      .where(side, '=', personId)
      .where('status', '=', 'accepted')
      .where('ended_at', 'is', null)
      .execute();
  }
}

export const identityPersonal: PersonalPart = {
  module: 'identity',
  erase,
  tables: [
    {
      table: 'identity.person',
      title: 'Кто вы',
      person: 'id',
      columns: {
        last_name: 'Фамилия',
        first_name: 'Имя',
        middle_name: 'Отчество',
        phone: 'Телефон',
        email: 'Почта',
        login: 'Логин',
        confirmed: 'Личность подтверждена',
        made_at: 'Кабинет создан',
      },
      kept: {
        law: 'Остаётся номер без имени, телефона, почты и пароля: на него ссылаются документы, которые хранит закон',
        term: 'пока хранятся эти документы',
      },
    },
    { table: 'identity.sign_in_name', title: 'Чем вы входите', page: '/profile/contacts', columns: { value: 'Телефон, почта или логин' } },
    {
      table: 'identity.session',
      title: 'Входы, открытые сейчас и недавно',
      page: '/profile',
      columns: { created_at: 'Вошли', seen_at: 'Последнее действие', ip: 'Адрес', agent: 'Устройство' },
      order: 'created_at',
    },
    {
      table: 'identity.sign_in_event',
      title: 'История входов',
      columns: { at: 'Когда', outcome: 'Что', ip: 'Адрес', agent: 'Устройство' },
      words: { outcome: wordsOf(signInOutcomes) },
      order: 'at',
    },
    {
      table: 'identity.known_device',
      title: 'Знакомые устройства',
      page: '/profile',
      columns: { name: 'Название', agent: 'Браузер', ip: 'Адрес', bound_at: 'Первый вход', seen_at: 'Последний вход', until: 'Помним до' },
      order: 'seen_at',
    },
    {
      table: 'identity.role_grant',
      title: 'Роли',
      columns: { role: 'Роль', from_day: 'С', to_day: 'По', ended_at: 'Снята' },
      order: 'from_day',
      words: { role: roleWords },
      kept: { law: 'Кто и в какой роли действовал: срок исковой давности, статья 196 Гражданского кодекса', term: '3 года, без имени' },
    },
    {
      table: 'identity.power',
      title: 'Доверенности, которые вы дали',
      page: '/profile/powers',
      person: 'principal_id',
      columns: { rights: 'Права', from_day: 'С', to_day: 'По', ended_at: 'Закончена' },
      words: { rights: rightWords },
      order: 'from_day',
      kept: { law: 'Кто и от чьего имени действовал: срок исковой давности, статья 196 Гражданского кодекса', term: '3 года, без имени' },
    },
    {
      table: 'identity.power',
      title: 'Доверенности, по которым вы действуете',
      person: 'representative_id',
      columns: { rights: 'Права', from_day: 'С', to_day: 'По', ended_at: 'Закончена' },
      words: { rights: rightWords },
      order: 'from_day',
      kept: PAPERS,
    },
    {
      table: 'identity.power_paper',
      title: 'Бумажные доверенности, которые вы подали',
      person: 'representative_id',
      columns: { number: 'Номер', signed_on: 'От', notary: 'Нотариус', rights: 'Права', to_day: 'По', status: 'Состояние', reply: 'Ответ' },
      words: { rights: rightWords, status: wordsOf(powerPaperStatuses) },
      order: 'made_at',
      sealed: { column: 'principal', name: 'От кого', open: (keys, row, stored) => openField(keys, principalPlace(row['id']!), stored) },
      kept: PAPERS,
      keptWhere: `t.status = 'accepted'`,
    },
    {
      table: 'identity.power_paper',
      title: 'Бумажные доверенности от вашего имени',
      person: 'principal_id',
      columns: { number: 'Номер', signed_on: 'От', notary: 'Нотариус', rights: 'Права', to_day: 'По', status: 'Состояние' },
      words: { rights: rightWords, status: wordsOf(powerPaperStatuses) },
      order: 'made_at',
      kept: PAPERS,
      keptWhere: `t.status = 'accepted'`,
    },
    {
      table: 'identity.child',
      title: 'Детский профиль',
      columns: { services: 'Разделы', made_at: 'Создан' },
      words: { services: serviceWords },
      kept: { law: 'Без профиля ребёнку открылось бы больше', term: 'пока есть кабинет' },
    },
    {
      table: 'identity.contact_change',
      title: 'Смены телефона и почты',
      columns: { asked_at: 'Когда', kind: 'Что', due_at: 'С какого времени', status: 'Состояние' },
      words: { kind: { phone: 'телефон', email: 'почта' }, status: wordsOf(contactChangeStatuses) },
      order: 'asked_at',
      sealed: { column: 'value', name: 'На что', open: (keys, row, stored) => openContactChange(keys, row['id']!, stored) },
    },
    {
      table: 'identity.one_time_code',
      title: 'Одноразовые коды',
      columns: { made_at: 'Отправлен', purpose: 'Для чего', channel: 'Как' },
      words: { purpose: codePurposes, channel: codeChannels },
      order: 'made_at',
    },
    { table: 'identity.sign_in_challenge', title: 'Начатые входы', columns: { until: 'До' } },
    { table: 'identity.password_history', title: 'Прежние пароли (самих паролей нет, только их отпечатки)', columns: { set_at: 'Задан' }, order: 'set_at' },
    { table: 'identity.totp', title: 'Приложение для кодов', page: '/profile', columns: { made_at: 'Подключено' } },
    {
      table: 'identity.passkey',
      title: 'Ключи входа',
      page: '/profile/passkeys',
      columns: { name: 'Название', made_at: 'Создан', last_used_at: 'Последний вход' },
      order: 'made_at',
    },
    { table: 'identity.passkey_challenge', title: 'Начатые входы по ключу', columns: { until: 'До' } },
    { table: 'identity.contact_proof', title: 'Начатые смены забытого пароля', columns: { contact: 'Телефон, почта или логин', until: 'До' } },
    { table: 'identity.recovery_code', title: 'Запасные коды (самих кодов нет, только их отпечатки)', columns: { used_at: 'Использован' } },
  ],
};
