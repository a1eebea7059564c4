// The people of the town who can sign in: one of every role. None of them exists; their telephones are in a range that nobody has.
import type { Role, Territory } from '#platform/actor';
import { deriveId } from '#platform/ids';
import { addDays, type Day } from '#platform/time';
import type { HouseKey } from './houses.ts';
import type { FullName } from './names.ts';
import type { OrganizationKey } from './organizations.ts';

/** One password for all of them. */
export const DEMO_PASSWORD = 'Липовая-аллея-14';
/** The secret of the administrator's authenticator app (Base32); any such app makes codes of it. */
export const DEMO_TOTP_SECRET = 'MOIDOMDEMOTOWNRYABINATIHIYDVOR27';

/** The key of the billing centre's program, valid for a year after the fill. */
export const DEMO_MACHINE_KEY = 'moidom_demo-kvitok-0000-only-for-the-demo-town';

export type Home = readonly [house: HouseKey, number: string];
type DemoRole = {
  readonly role: Role;
  readonly home?: Home;
  readonly house?: HouseKey;
  readonly organization?: OrganizationKey;
  readonly territory?: Territory;
  readonly days?: number;
};
type Line = {
  readonly key: string;
  readonly name: string;
  readonly roles: readonly DemoRole[];
  readonly shows: string;
  readonly secondFactor?: 'sms' | 'totp';
};
export type DemoPerson = {
  key: string;
  personId: string;
  name: FullName;
  phone: string;
  email: string;
  secondFactor: 'sms' | 'totp';
  roles: readonly DemoRole[];
  shows: string;
};

export const HOME_OF_GALINA: Home = ['a', '37'];
export const SECOND_HOME_OF_GALINA: Home = ['b', '12'];
export const HOME_OF_DEBTOR: Home = ['a', '52'];
export const HOME_OF_OVERPAYER: Home = ['a', '38'];
export const ROOM_OF_ZOYA: Home = ['b', '44-1'];
export const RENTED_HOME: Home = ['c', '23'];
export const HOME_OF_CHAIR: Home = ['a', '5'];

/** Who pays for which home on the portal. */
export const PAYERS: readonly (readonly [person: string, home: Home])[] = [
  ['galina', HOME_OF_GALINA],
  ['galina', SECOND_HOME_OF_GALINA],
  ['artyom', HOME_OF_DEBTOR],
  ['daria', RENTED_HOME],
  ['roman', HOME_OF_OVERPAYER],
  ['tamara', HOME_OF_CHAIR],
  ['zoya', ROOM_OF_ZOYA],
];

/** Where the officers serve. */
const TERRITORY: Territory = { region: 'Свердловская область', city: 'Екатеринбург' };

const staff = (role: Role, organization: OrganizationKey): readonly DemoRole[] => [{ role, organization }];

const LINES: readonly Line[] = [
  {
    key: 'galina',
    name: 'Соколова Галина Петровна',
    roles: [
      { role: 'owner', home: HOME_OF_GALINA },
      { role: 'owner', home: SECOND_HOME_OF_GALINA },
    ],
    shows: 'собственница, бабушка: квартира в одном доме и доля в другом; последний месяц не оплачен, вода в нём выросла вчетверо',
  },
  {
    key: 'artyom',
    name: 'Ветров Артём Игоревич',
    roles: [{ role: 'owner', home: HOME_OF_DEBTOR }],
    shows: 'молодой собственник: долг за четыре месяца и пени',
  },
  { key: 'maxim', name: 'Кедров Максим Олегович', roles: [{ role: 'owner', home: RENTED_HOME }], shows: 'собственник, который сдаёт квартиру' },
  {
    key: 'daria',
    name: 'Росина Дарья Андреевна',
    roles: [{ role: 'tenant', home: RENTED_HOME }],
    shows: 'наниматель: платит и передаёт показания за снятую квартиру',
  },
  { key: 'ivan', name: 'Соколов Иван Андреевич', roles: [{ role: 'family', home: HOME_OF_GALINA }], shows: 'внук: член семьи собственницы' },
  { key: 'masha', name: 'Соколова Мария Ивановна', roles: [{ role: 'child', home: HOME_OF_GALINA }], shows: 'правнучка: ребёнок, видит разрешённое взрослыми' },
  {
    key: 'vera',
    name: 'Ивушкина Вера Павловна',
    roles: [{ role: 'guest', home: HOME_OF_GALINA, days: 30 }],
    shows: 'гость по приглашению на 30 дней; первый вход: спросим о согласиях',
  },
  {
    key: 'roman',
    name: 'Горюнов Роман Викторович',
    roles: [{ role: 'owner', home: HOME_OF_OVERPAYER }],
    shows: 'сосед: другая квартира, чужого не видит; заплатил вперёд',
  },
  { key: 'elena', name: 'Соколова Елена Андреевна', roles: [{ role: 'owner', home: SECOND_HOME_OF_GALINA }], shows: 'дочь: вторая доля той же квартиры' },
  {
    key: 'tamara',
    name: 'Журавина Тамара Борисовна',
    roles: [
      { role: 'owner', home: HOME_OF_CHAIR },
      { role: 'chair', house: 'a' },
    ],
    shows: 'председатель совета дома',
  },
  { key: 'accountantA', name: 'Полянина Ольга Юрьевна', roles: staff('accountant', 'companyA'), shows: 'бухгалтер управляющей компании' },
  { key: 'managerA', name: 'Заречнов Павел Сергеевич', roles: staff('manager', 'companyA'), shows: 'руководитель управляющей компании' },
  { key: 'dispatcherA', name: 'Малинина Инна Романовна', roles: staff('dispatcher', 'companyA'), shows: 'диспетчер управляющей компании' },
  { key: 'assigneeA', name: 'Ракитин Юрий Денисович', roles: staff('assignee', 'companyA'), shows: 'слесарь управляющей компании' },
  { key: 'accountantB', name: 'Калинкина Нина Фёдоровна', roles: staff('accountant', 'associationB'), shows: 'бухгалтер ТСЖ: чужих домов не видит' },
  { key: 'managerB', name: 'Дроздов Глеб Николаевич', roles: staff('manager', 'associationB'), shows: 'председатель правления ТСЖ' },
  {
    key: 'billingCentre',
    name: 'Осинцева Жанна Максимовна',
    roles: staff('accountant', 'billingCentre'),
    shows: 'оператор расчётного центра; у центра есть машинный ключ',
  },
  { key: 'reviewer', name: 'Ельцова Лариса Викторовна', roles: [{ role: 'reviewer' }], shows: 'эксперт: решает то, что не решила автоматика' },
  {
    key: 'officer',
    name: 'Каменев Вадим Петрович',
    roles: [{ role: 'officer', organization: 'inspection', territory: TERRITORY }],
    shows: 'инспектор жилищного надзора',
  },
  {
    key: 'authority',
    name: 'Яснова Юлия Олеговна',
    roles: [{ role: 'authority', organization: 'inspection', territory: TERRITORY }],
    shows: 'отвечает на обращения граждан',
  },
  { key: 'operator', name: 'Снегирёва Полина Андреевна', roles: [{ role: 'operator' }], shows: 'оператор портала' },
  { key: 'support', name: 'Берестов Кирилл Алексеевич', roles: [{ role: 'support' }], shows: 'служба поддержки' },
  { key: 'moderator', name: 'Морошкина Кира Павловна', roles: [{ role: 'moderator' }], shows: 'модератор' },
  {
    key: 'administrator',
    name: 'Туманов Олег Борисович',
    roles: [{ role: 'administrator' }],
    shows: 'администратор: второй фактор из приложения',
    secondFactor: 'totp',
  },
  { key: 'auditor', name: 'Боровикова Светлана Юрьевна', roles: [{ role: 'auditor' }], shows: 'аудитор: только читает журнал' },
  {
    key: 'zoya',
    name: 'Липина Зоя Ивановна',
    roles: [{ role: 'owner', home: ROOM_OF_ZOYA }],
    shows: 'собственница комнаты в коммунальной квартире: начисления квартиры делятся между тремя комнатами',
  },
  {
    key: 'accountantWaste',
    name: 'Пескарёва Юлия Львовна',
    roles: staff('accountant', 'waste'),
    shows: 'бухгалтер регионального оператора по мусору: решает о заявлениях об отсутствии',
  },
  {
    key: 'meetingChair',
    name: 'Лещинская Алла Николаевна',
    roles: [{ role: 'meetingChair', house: 'a' }],
    shows: 'председатель собрания: своего жилья в доме нет',
  },
  { key: 'meetingSecretary', name: 'Ольхин Степан Ильич', roles: [{ role: 'meetingSecretary', house: 'a' }], shows: 'секретарь собрания' },
  { key: 'pollTrustee', name: 'Вязова Анна Тимофеевна', roles: [{ role: 'pollTrustee', house: 'b' }], shows: 'доверенное лицо опроса' },
  { key: 'contractorA', name: 'Грабов Игорь Львович', roles: staff('contractor', 'companyA'), shows: 'подрядчик управляющей компании' },
  { key: 'supplierWater', name: 'Ключникова Тая Егоровна', roles: staff('supplier', 'water'), shows: 'сотрудник поставщика воды' },
];

function fullName(text: string): FullName {
  const [lastName = '', firstName = '', middleName = ''] = text.split(' ');
  return { lastName, firstName, middleName };
}

/** Everybody who can sign in, in the order of their telephones: +7 900 000-00-01 and on. */
export function demoPeople(seed: string): DemoPerson[] {
  return LINES.map(({ key, name, roles, shows, secondFactor = 'sms' }, index): DemoPerson => ({
    key,
    roles,
    shows,
    secondFactor,
    name: fullName(name),
    personId: deriveId(seed, `person ${key}`),
    phone: `+7900000${String(index + 1).padStart(4, '0')}`,
    email: `${key.toLowerCase()}@example.ru`,
  }));
}

/** The last day of a role's term, where it has one. */
export const lastDayOf = ({ days }: DemoRole, today: Day): Day | undefined => (days === undefined ? undefined : addDays(today, days));

/** Who holds a role over a home, for its owners and residents. */
export const peopleOf = (people: readonly DemoPerson[], house: HouseKey, number: string, role: Role): DemoPerson[] =>
  people.filter((person) => person.roles.some((one) => one.role === role && one.home?.[0] === house && one.home[1] === number));
