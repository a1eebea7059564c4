// What is open today to roles without tasks of their own on the portal: in words, and where it leads (ROLE-1). Loaders alone use it: a browser does not load it.
import { roleWords } from '#contract/role-words';
import type { Me } from '#web/me.ts';

type Way = { to: string; name: string; says: string };
/** What a page shows of it. */
export type Desk = { heading: string; says: string[]; ways: Way[] };

const WAYS = {
  agreements: { to: '/agreements', name: 'Договоры и соглашения', says: 'Составить, отправить на подпись, подписать' },
  documents: { to: '/documents', name: 'Документы', says: 'Хранить бумаги, искать в них, давать ссылку' },
  signature: { to: '/profile/signature', name: 'Электронная подпись', says: 'Чем вы подписываете на портале' },
  verify: { to: '/verify', name: 'Проверить подпись', says: 'Кто и когда подписал файл, не менялся ли он' },
  acts: { to: '/acts', name: 'Проверить акт', says: 'Подлинный ли акт о показаниях, по коду с него' },
  receipts: { to: '/receipts', name: 'Проверить чек', says: 'Прошёл ли платёж, по номеру чека' },
  journal: { to: '/journal', name: 'Журнал действий', says: 'Что делали вы и кто смотрел ваши данные' },
  profile: { to: '/profile', name: 'Профиль', says: 'Пароль, вход, уведомления' },
  account: { to: '/accounts/add', name: 'Добавить лицевой счёт', says: 'Если у вас есть и свой дом' },
} as const satisfies Record<string, Way>;
type WayKey = keyof typeof WAYS;

const PAPERS: readonly WayKey[] = ['documents', 'agreements', 'signature', 'verify'];
const CHECKS: readonly WayKey[] = ['receipts', 'acts', 'verify', 'documents'];
const EVERYBODY: readonly WayKey[] = ['journal', 'profile', 'account'];

const DESKS: Readonly<Record<string, { says: string; ways: readonly WayKey[] }>> = {
  chair: {
    says: 'Вы говорите за собственников дома. Паспорт дома скажет, кто им управляет; бумаги совета можно хранить здесь и отправлять на подпись.',
    ways: PAPERS,
  },
  meetingChair: { says: 'Вы ведёте собрание собственников. Бумаги собрания можно хранить здесь и подписывать электронной подписью.', ways: PAPERS },
  meetingSecretary: { says: 'Вы ведёте протокол собрания. Его можно хранить здесь, подписать и отправить на подпись председателю.', ways: PAPERS },
  pollTrustee: { says: 'Вы проводите опрос в доме. Листы опроса можно хранить здесь, а подписи под ними проверить.', ways: ['documents', 'verify'] },
  dispatcher: { says: 'Вы отвечаете жителям. Чек или акт можно проверить по коду, который вам назвали.', ways: CHECKS },
  assignee: { says: 'Вы работаете в домах организации. Акт можно проверить по коду с него, свои бумаги хранить здесь.', ways: ['acts', 'documents'] },
  contractor: { says: 'Вы работаете в домах по договору. Договоры и акты работ можно хранить здесь и подписывать с заказчиком.', ways: PAPERS },
  supplier: { says: 'Вы работаете у поставщика. Реестры и платежи ведёт бухгалтер вашей организации; чеки и подписи можно проверить здесь.', ways: CHECKS },
  moderator: { says: 'Вы следите за порядком в том, что пишут жители. Сейчас проверять нечего.', ways: ['documents'] },
};

/** Of the person's roles those without tasks of their own; null when there are none. */
export function deskOf({ houses, work, portal }: Pick<Me, 'houses' | 'work' | 'portal'>): Desk | null {
  const roles = [...new Set([...houses, ...work].flatMap(({ roles: held }): readonly string[] => held)), ...portal].filter((role) =>
    Object.hasOwn(DESKS, role),
  );
  if (roles.length === 0) return null;
  const places = houses.map(({ houseId, address, roles: held }) => ({
    to: `/houses/${houseId}`,
    name: address,
    says: `${held.map((role) => roleWords[role]).join(', ')}: паспорт дома, кто им управляет`,
  }));
  return {
    heading: `Ваша роль: ${roles.map((role) => roleWords[role]).join(', ')}`,
    says: roles.map((role) => DESKS[role]!.says),
    ways: [...places, ...waysOf([...roles.flatMap((role) => DESKS[role]!.ways), ...EVERYBODY])],
  };
}

/** For whoever has no role at work at all. */
export const emptyDesk = (): Desk => ({ heading: 'Что вам доступно', says: [], ways: waysOf([...CHECKS, ...EVERYBODY]) });

const waysOf = (keys: readonly WayKey[]): Way[] => [...new Set(keys)].map((key) => WAYS[key]);
