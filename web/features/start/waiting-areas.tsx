// What waits at work, area by area: the words and the way there. Light: the start page loads it for everybody.
import { BriefcaseBusiness, type LucideIcon } from 'lucide-react';
import { Link } from 'react-router';
import type { WorkWaiting } from '#contract/overview';
import { counted, formatDay } from '#contract/russian';
import { Window } from '#ui/icon.tsx';

/** A lit one waits for a decision. Without a drawing of its own it has that of work. */
export type Area = { to: string; icon?: LucideIcon; name: string; says: string; lit: boolean };
export type AreaKey = keyof WorkWaiting;
type Counted = Pick<Area, 'to' | 'name'> & {
  /** Where what waits is listed. */ waitsAt: string;
  calm: string;
  forms: readonly [string, string, string];
  after: string;
};

const waits = (count: number, { to, waitsAt, name, calm, forms, after }: Counted): Area => ({
  to: count > 0 ? waitsAt : to,
  name,
  says: count === 0 ? calm : `${counted(count, forms)}${after}`,
  lit: count > 0,
});

const linksArea = ({ count, overdue, decideBy }: NonNullable<WorkWaiting['links']>): Area =>
  waits(count, {
    to: '/work/links',
    waitsAt: '/work/links',
    name: 'Просьбы о доступе к счёту',
    calm: 'Никто не ждёт',
    forms: ['человек ждёт', 'человека ждут', 'человек ждут'],
    after: overdue > 0 ? `. Срок прошёл у ${overdue}` : decideBy === null ? '' : `. Ответить до ${formatDay(decideBy)}`,
  });

const COUNTED: Readonly<Record<Exclude<AreaKey, 'links'>, Counted>> = {
  cases: {
    to: '/work/cases',
    waitsAt: '/work/cases?status=open',
    name: 'Вопросы жителей',
    calm: 'На всё ответили',
    forms: ['вопрос ждёт', 'вопроса ждут', 'вопросов ждут'],
    after: ' ответа',
  },
  absences: {
    to: '/work/absences',
    waitsAt: '/work/absences?status=waiting',
    name: 'Заявления об отсутствии',
    calm: 'На все ответили',
    forms: ['заявление ждёт', 'заявления ждут', 'заявлений ждут'],
    after: ' решения',
  },
  submissions: {
    to: '/work/readings',
    waitsAt: '/work/readings?status=sent',
    name: 'Показания жителей',
    calm: 'Всё принято или отклонено',
    forms: ['передача ждёт', 'передачи ждут', 'передач ждут'],
    after: ' решения',
  },
  registers: {
    to: '/work/registers',
    waitsAt: '/work/registers?status=checked',
    name: 'Реестры',
    calm: 'Загрузить начисления или платежи файлом',
    forms: ['реестр проверен', 'реестра проверены', 'реестров проверено'],
    after: ': решите, загружать ли',
  },
  unmatched: {
    to: '/work/unmatched',
    waitsAt: '/work/unmatched?status=open',
    name: 'Невыясненные платежи',
    calm: 'У всех платежей нашёлся счёт',
    forms: ['платёж ждёт', 'платежа ждут', 'платежей ждут'],
    after: ' счёта',
  },
  replacements: {
    to: '/work/meters',
    waitsAt: '/work/replacements?status=new',
    name: 'Счётчики и замены',
    calm: 'Приборы домов и квартир, поверки, показания',
    forms: ['заявка ждёт', 'заявки ждут', 'заявок ждут'],
    after: ' ответа',
  },
  differing: {
    to: '/work/reconciliation',
    waitsAt: '/work/reconciliation?state=differs',
    name: 'Сверка с банком',
    calm: 'Платежи портала и банка сходятся',
    forms: ['день не сходится', 'дня не сходятся', 'дней не сходится'],
    after: ': объясните расхождения',
  },
  notices: {
    to: '/work/state-notices',
    waitsAt: '/work/state-notices?state=refused',
    name: 'Сведения о госплатежах',
    calm: 'Система госплатежей приняла всё',
    forms: ['платёж не приняли', 'платежа не приняли', 'платежей не приняли'],
    after: ': посмотрите причину',
  },
  alerts: {
    to: '/work/privacy/alerts',
    waitsAt: '/work/privacy/alerts?status=open',
    name: 'Тревоги',
    calm: 'Необычных отказов нет',
    forms: ['тревога ждёт', 'тревоги ждут', 'тревог ждут'],
    after: ' разбора',
  },
  claims: {
    to: '/work/claims',
    waitsAt: '/work/claims?status=reviewer',
    name: 'Заявления о владении',
    calm: 'Ни одно не ждёт решения',
    forms: ['заявление ждёт', 'заявления ждут', 'заявлений ждут'],
    after: ' решения',
  },
  resets: {
    to: '/work/people',
    waitsAt: '/work/people',
    name: 'Потеряны способы входа',
    calm: 'Никто не ждёт',
    forms: ['обращение ждёт', 'обращения ждут', 'обращений ждут'],
    after: ' второго сотрудника',
  },
  powers: {
    to: '/work/powers',
    waitsAt: '/work/powers',
    name: 'Бумажные доверенности',
    calm: 'Ни одна не ждёт решения',
    forms: ['доверенность ждёт', 'доверенности ждут', 'доверенностей ждут'],
    after: ' решения',
  },
  dataRequests: {
    to: '/work/privacy',
    waitsAt: '/work/privacy?status=open',
    name: 'Обращения о данных',
    calm: 'На всё ответили',
    forms: ['обращение ждёт', 'обращения ждут', 'обращений ждут'],
    after: ' ответа',
  },
};

/** The area as it stands; null where the role does not open it. */
export function areaOf(key: AreaKey, waiting: WorkWaiting): Area | null {
  if (key === 'links') return waiting.links && linksArea(waiting.links);
  const count = waiting[key];
  return count === null ? null : waits(count, COUNTED[key]);
}

/** In the order of the workplace. */
const ORDER: readonly AreaKey[] = [
  'links',
  'cases',
  'submissions',
  'replacements',
  'registers',
  'absences',
  'unmatched',
  'differing',
  'notices',
  'claims',
  'powers',
  'dataRequests',
  'alerts',
  'resets',
];

/** What waits for a decision. */
export const litAreas = (waiting: WorkWaiting): Area[] =>
  ORDER.flatMap((key) => {
    const area = areaOf(key, waiting);
    return area?.lit ? [area] : [];
  });

export const AreaItems = ({ areas }: { areas: readonly Area[] }) => (
  <div>
    {areas.map((area) => (
      <AreaItem key={area.to} area={area} />
    ))}
  </div>
);

function AreaItem({ area: { to, icon = BriefcaseBusiness, name, says, lit } }: { area: Area }) {
  return (
    <div className="item">
      <Window of={icon} lit={lit} />
      <div className="stack near">
        <h3>
          <Link to={to}>{name}</Link>
        </h3>
        <p>
          {says}
          {lit && <span className="vh"> (ждёт вас)</span>}
        </p>
      </div>
    </div>
  );
}
