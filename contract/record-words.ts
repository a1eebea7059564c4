// Names of the sections, fields and sources of «Мои сведения», what a difference spoils and where it is mended: data for screens and letters.
import type { ComparedField, RecordField, RecordSection, RecordSource } from './records.ts';

export const sectionWords: Readonly<Record<RecordSection, { readonly title: string; readonly why: string }>> = {
  personal: { title: 'Личные данные', why: 'По ним вас узнают реестры, ими заполняются заявления' },
  location: { title: 'Местоположение', why: 'Прописка нужна для субсидий, адрес проживания для писем и мастера' },
  finance: { title: 'Финансы', why: 'Сюда вернут переплату, придёт субсидия' },
  family: { title: 'Семья и жильё', why: 'От этого зависят льготы и субсидии' },
};

type FieldWords = {
  readonly name: string;
  readonly hint?: string;
  readonly optional?: true;
  readonly look?: 'day' | 'short' | 'long' | 'choice';
  readonly choices?: Readonly<Record<string, string>>;
  /** How many last signs the screen shows. */ readonly shown?: number;
};

/** Fields in the order of the screen. */
export const fieldWords: Readonly<Record<RecordSection, Readonly<Partial<Record<RecordField, FieldWords>>>>> = {
  personal: {
    birthDay: { name: 'Дата рождения', look: 'day' },
    snils: { name: 'СНИЛС', hint: '11 цифр, например 112-233-445 95', look: 'short', shown: 5 },
    inn: { name: 'ИНН', hint: '12 цифр. Если нет, оставьте пустым', optional: true, look: 'short', shown: 4 },
    passportSeries: { name: 'Серия паспорта', hint: '4 цифры', look: 'short', shown: 2 },
    passportNumber: { name: 'Номер паспорта', hint: '6 цифр', look: 'short', shown: 3 },
    passportDay: { name: 'Когда выдан', look: 'day' },
    passportCode: { name: 'Код подразделения', hint: 'Как 660-001', look: 'short' },
    passportIssuer: { name: 'Кем выдан', hint: 'Слово в слово, как в паспорте', look: 'long' },
  },
  location: {
    postalCode: { name: 'Индекс', hint: '6 цифр', look: 'short' },
    registeredAddress: { name: 'Адрес прописки', hint: 'Город, улица, дом, квартира', look: 'long' },
    registeredSince: { name: 'С какого дня прописаны', look: 'day' },
    actualAddress: { name: 'Адрес проживания', hint: 'Если живёте не по прописке', optional: true, look: 'long' },
  },
  finance: {
    bankCode: { name: 'БИК банка', hint: '9 цифр, есть в приложении банка', look: 'short' },
    bankAccount: { name: 'Номер счёта', hint: '20 цифр, не номер карты', shown: 4 },
  },
  family: {
    familyStatus: {
      name: 'Семейное положение',
      look: 'choice',
      choices: { single: 'Не в браке', married: 'В браке', divorced: 'В разводе', widowed: 'Вдова или вдовец' },
    },
    children: { name: 'Детей до 18 лет', look: 'short' },
    housingStatus: { name: 'Жильё', look: 'choice', choices: { own: 'Своё', rented: 'Снимаю', municipal: 'Муниципальное, по социальному найму' } },
  },
};

export const sourceWords: Readonly<Record<RecordSource, string>> = {
  state: 'Госуслуги',
  tax: 'Налоговая служба',
  interior: 'МВД',
  property: 'Реестр недвижимости',
  bank: 'Справочник банков',
  manager: 'Управляющая организация',
};

/** What a difference in the field spoils, and the step that mends it. */
type Mending = { readonly name: string; readonly breaks: string; readonly step: string; readonly to: string; readonly button: string };
const edit = (section: RecordSection, button = 'Исправить'): Pick<Mending, 'to' | 'button'> => ({ to: `/profile/records/${section}`, button });

export const mendings: Readonly<Record<ComparedField, Mending>> = {
  name: {
    name: 'Фамилия, имя, отчество',
    breaks: 'Заявления и субсидии могут вернуть: имя не совпадёт с документами.',
    step: 'Если верно в Госуслугах, возьмите имя оттуда; если верно здесь, поправьте на Госуслугах.',
    to: '/profile/state',
    button: 'Сравнить',
  },
  birthDay: { name: 'Дата рождения', breaks: 'Льготы по возрасту не назначат.', step: 'Поправьте дату по паспорту.', ...edit('personal') },
  snils: { name: 'СНИЛС', breaks: 'Субсидию и льготы перечислят не вам или не назначат.', step: 'Сверьте с карточкой СНИЛС и поправьте.', ...edit('personal') },
  inn: { name: 'ИНН', breaks: 'Не получится вернуть налог и найти ваши начисления.', step: 'Сверьте со свидетельством и поправьте.', ...edit('personal') },
  passport: {
    name: 'Паспорт',
    breaks: 'Заявления, доверенности и подтверждение владения не примут.',
    step: 'Если паспорт меняли, впишите новый.',
    ...edit('personal'),
  },
  passportSeries: {
    name: 'Серия паспорта',
    breaks: 'Заявления и подтверждение владения не примут.',
    step: 'Впишите серию как в паспорте.',
    ...edit('personal'),
  },
  passportNumber: {
    name: 'Номер паспорта',
    breaks: 'Заявления и подтверждение владения не примут.',
    step: 'Впишите номер как в паспорте.',
    ...edit('personal'),
  },
  passportDay: { name: 'Дата выдачи паспорта', breaks: 'Заявления могут вернуть.', step: 'Впишите дату как в паспорте.', ...edit('personal') },
  passportCode: { name: 'Код подразделения', breaks: 'Заявления могут вернуть.', step: 'Впишите код как в паспорте.', ...edit('personal') },
  passportIssuer: { name: 'Кем выдан паспорт', breaks: 'Заявления могут вернуть.', step: 'Перепишите из паспорта слово в слово.', ...edit('personal') },
  postalCode: { name: 'Индекс', breaks: 'Письма могут не дойти.', step: 'Проверьте индекс.', ...edit('location') },
  registeredAddress: {
    name: 'Адрес прописки',
    breaks: 'Субсидию считают по прописке: её могут не назначить, а начисления по числу людей будут неверны.',
    step: 'Если переехали, впишите новый адрес и скажите управляющей организации.',
    ...edit('location'),
  },
  registeredSince: {
    name: 'С какого дня прописаны',
    breaks: 'Перерасчёт по числу людей посчитают не с того дня.',
    step: 'Проверьте дату по штампу.',
    ...edit('location'),
  },
  actualAddress: { name: 'Адрес проживания', breaks: 'Мастер и письма придут не туда.', step: 'Проверьте адрес.', ...edit('location') },
  bankCode: { name: 'БИК банка', breaks: 'Возврат и субсидия не дойдут.', step: 'Возьмите реквизиты счёта в приложении банка.', ...edit('finance') },
  bankAccount: { name: 'Номер счёта', breaks: 'Возврат и субсидия не дойдут.', step: 'Возьмите реквизиты счёта в приложении банка.', ...edit('finance') },
  bank: { name: 'Банк', breaks: 'Возврат и субсидия не дойдут: такого банка больше нет.', step: 'Впишите счёт в другом банке.', ...edit('finance') },
  familyStatus: { name: 'Семейное положение', breaks: 'Субсидию посчитают неверно.', step: 'Поправьте в профиле.', ...edit('family') },
  children: { name: 'Детей до 18 лет', breaks: 'Льготы на детей не назначат.', step: 'Поправьте в профиле.', ...edit('family') },
  housingStatus: {
    name: 'Жильё',
    breaks: 'От этого зависят взнос на капремонт, голос на собрании и субсидия.',
    step: 'Если жильё ваше, подтвердите владение; если нет, поправьте здесь.',
    ...edit('family'),
  },
  ownerName: {
    name: 'Собственник',
    breaks: 'Голос на собрании не засчитают.',
    step: 'Закажите выписку и подтвердите владение.',
    to: '/home/ownership',
    button: 'Подтвердить владение',
  },
  cadastralNumber: {
    name: 'Кадастровый номер',
    breaks: 'Владение не подтвердится, взнос на капремонт уйдёт на другое помещение.',
    step: 'Напишите управляющей организации: она правит карточку помещения.',
    to: '/cases',
    button: 'Написать',
  },
  area: {
    name: 'Площадь',
    breaks: 'Плата за содержание, отопление и капремонт считается с неверной площади.',
    step: 'Попросите управляющую организацию поправить площадь и пересчитать.',
    to: '/cases',
    button: 'Попросить пересчёт',
  },
};
