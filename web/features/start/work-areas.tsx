// The areas of the workplace by subject, as the person's roles open them, each with its drawing.
import {
  Building2,
  Calculator,
  CreditCard,
  DoorOpen,
  FileBadge,
  FilePlus2,
  FileQuestion,
  FileSignature,
  FileSpreadsheet,
  Gauge,
  HandCoins,
  HandHeart,
  House,
  HousePlus,
  KeyRound,
  Landmark,
  ListTree,
  type LucideIcon,
  Luggage,
  Percent,
  MailCheck,
  MessagesSquare,
  Scale,
  ScrollText,
  ShieldQuestionMark,
  TableProperties,
  Tags,
  UserCheck,
  UserSearch,
  UsersRound,
  Wrench,
} from 'lucide-react';
import type { WorkWaiting } from '#contract/overview';
import { type Area, type AreaKey, areaOf } from './waiting-areas.tsx';

const quiet = (to: string, icon: LucideIcon, [name, says]: readonly [string, string]): Area => ({ to, icon, name, says, lit: false });

const AUTHORITY = ['administrator', 'auditor'];
const KEEPERS = ['manager', 'accountant'];
const LOOKERS = ['administrator', 'support', 'auditor'];

const ICONS: Readonly<Record<AreaKey, LucideIcon>> = {
  cases: MessagesSquare,
  absences: Luggage,
  submissions: Gauge,
  registers: FileSpreadsheet,
  unmatched: FileQuestion,
  replacements: Wrench,
  differing: Scale,
  notices: Landmark,
  dataRequests: ShieldQuestionMark,
  alerts: ShieldQuestionMark,
  claims: HousePlus,
  powers: FileSignature,
  links: UserCheck,
  resets: KeyRound,
};

/** Groups with at least one area; of an area that a role does not open nothing is said. */
export function workGroups(waiting: WorkWaiting, roles: readonly string[]): { name: string; areas: Area[] }[] {
  const [staff, books] = [waiting.links !== null, waiting.registers !== null];
  const area = (key: AreaKey): Area | null => {
    const found = areaOf(key, waiting);
    return found && { ...found, icon: ICONS[key] };
  };
  return [
    {
      name: 'Счета и жители',
      areas: [
        KEEPERS.some((role) => roles.includes(role)) && quiet('/work/houses', House, ['Дома', 'Паспорта, помещения, работы, совет дома']),
        staff && quiet('/work/accounts', ListTree, ['Лицевые счета', 'Долги, оплаты, выписки']),
        area('links'),
        area('cases'),
      ],
    },
    {
      name: 'Счётчики',
      areas: [
        area('submissions'),
        area('replacements'),
        waiting.notices !== null && quiet('/work/reading-limits', Gauge, ['Пределы показаний', 'Какой расход за месяц не принимать']),
      ],
    },
    {
      name: 'Начисления',
      areas: [
        books && quiet('/work/runs', Calculator, ['Расчёт начислений', 'Посчитать месяц, проверить, провести']),
        area('registers'),
        area('absences'),
        books && quiet('/work/decisions', FilePlus2, ['Решения для расчёта', 'Отсутствие, перерывы, качество, льготы и субсидии']),
        books && quiet('/work/rooms', DoorOpen, ['Коммунальные квартиры', 'Комнаты, между которыми делится плата']),
        books && quiet('/work/directories/tariff', Tags, ['Тарифы и нормативы', 'Что и с какого дня действует, что изменится от нового']),
      ],
    },
    {
      name: 'Деньги',
      areas: [
        books && quiet('/work/payments', CreditCard, ['Платежи через портал', 'Кто и что оплатил, возврат денег']),
        area('unmatched'),
        area('differing'),
        area('notices'),
        waiting.notices !== null && quiet('/work/key-rates', Percent, ['Ключевая ставка', 'По ней считают пени']),
        waiting.notices !== null && quiet('/work/subsidy-standards', HandHeart, ['Стандарты субсидии', 'По ним жители узнают, на что рассчитывать']),
        waiting.notices !== null && quiet('/work/services', Tags, ['Услуги', 'За что начисляют организации']),
      ],
    },
    { name: 'Проверка', areas: [area('claims'), area('powers')] },
    {
      name: 'Персональные данные',
      areas: [
        area('dataRequests'),
        area('alerts'),
        waiting.alerts !== null && quiet('/work/privacy/breaches', ShieldQuestionMark, ['Утечки', 'Сроки и уведомления в Роскомнадзор']),
        waiting.dataRequests !== null && quiet('/work/privacy/documents', ScrollText, ['Политика и согласия', 'Тексты, их версии, новая версия']),
      ],
    },
    {
      name: 'Отчёты',
      areas: [
        staff && quiet('/work/debtors', HandCoins, ['Должники', 'Кто должен и как давно']),
        staff && quiet('/work/reports', TableProperties, ['Оборотная ведомость', 'Обороты по домам и услугам, собираемость']),
      ],
    },
    {
      name: 'Организация',
      areas: [roles.includes('manager') && quiet('/work/staff', UsersRound, ['Сотрудники', 'Кто у вас работает, приглашения, роли и их сроки'])],
    },
    {
      name: 'Люди портала',
      areas: [
        waiting.alerts !== null && quiet('/work/delivery', MailCheck, ['Доставка сообщений', 'Письма, СМС, уведомления: что не дошло и почему']),
        (waiting.resets ?? 0) > 0 && area('resets'),
        LOOKERS.some((role) => roles.includes(role)) &&
          quiet('/work/people', UserSearch, ['Найти человека', 'По телефону, имени или лицевому счёту, с причиной']),
        AUTHORITY.some((role) => roles.includes(role)) &&
          quiet('/work/authority', FileBadge, ['Удостоверяющий центр', 'Сертификаты подписи, отзыв, список отозванных']),
      ],
    },
    {
      name: 'Надзор',
      areas: [
        (roles.includes('officer') || roles.includes('authority')) &&
          quiet('/work/territory', Building2, ['Дома территории', 'Кто чем управляет, паспорта домов']),
      ],
    },
  ]
    .map(({ name, areas }) => ({ name, areas: areas.filter((one) => one !== false && one !== null) }))
    .filter(({ areas }) => areas.length > 0);
}
