// The areas of the workplace by subject, as the person's roles open them. A lit one waits for a decision.
import { Calculator, CreditCard, DoorOpen, FilePlus2, FileQuestion, FileSpreadsheet, Gauge, HandCoins, Landmark, ListTree, type LucideIcon, Luggage, Percent, MessagesSquare, Scale, ScrollText, ShieldQuestionMark, TableProperties, Tags, UserCheck, Wrench } from 'lucide-react';
import { Link } from 'react-router';
import type { WorkWaiting } from '#contract/overview';
import { counted, formatDay } from '#contract/russian';
import { Window } from '#ui/icon.tsx';

export type Area = { to: string; icon: LucideIcon; name: string; says: string; lit: boolean };
type Counted = Pick<Area, 'to' | 'icon' | 'name'> & { /** Where what waits is listed. */ waitsAt: string; calm: string; forms: readonly [string, string, string]; after: string };

const quiet = (to: string, icon: LucideIcon, [name, says]: readonly [string, string]): Area => ({ to, icon, name, says, lit: false });
const waits = (count: number, { to, waitsAt, icon, name, calm, forms, after }: Counted): Area => ({ to: count > 0 ? waitsAt : to, icon, name, says: count === 0 ? calm : `${counted(count, forms)}${after}`, lit: count > 0 });

const linksArea = ({ count, overdue, decideBy }: NonNullable<WorkWaiting['links']>): Area =>
  waits(count, { to: '/work/links', waitsAt: '/work/links', icon: UserCheck, name: 'Просьбы о доступе к счёту', calm: 'Никто не ждёт', forms: ['человек ждёт', 'человека ждут', 'человек ждут'], after: overdue > 0 ? `. Срок прошёл у ${overdue}` : decideBy === null ? '' : `. Ответить до ${formatDay(decideBy)}` });

type CountKey = Exclude<keyof WorkWaiting, 'links'>;
const COUNTED: Readonly<Record<CountKey, Counted>> = {
  cases: { to: '/work/cases', waitsAt: '/work/cases?status=open', icon: MessagesSquare, name: 'Вопросы жителей', calm: 'На всё ответили', forms: ['вопрос ждёт', 'вопроса ждут', 'вопросов ждут'], after: ' ответа' },
  absences: { to: '/work/absences', waitsAt: '/work/absences?status=waiting', icon: Luggage, name: 'Заявления об отсутствии', calm: 'На все ответили', forms: ['заявление ждёт', 'заявления ждут', 'заявлений ждут'], after: ' решения' },
  submissions: { to: '/work/readings', waitsAt: '/work/readings?status=sent', icon: Gauge, name: 'Показания жителей', calm: 'Всё принято или отклонено', forms: ['передача ждёт', 'передачи ждут', 'передач ждут'], after: ' решения' },
  registers: { to: '/work/registers', waitsAt: '/work/registers?status=checked', icon: FileSpreadsheet, name: 'Реестры', calm: 'Загрузить начисления или платежи файлом', forms: ['реестр проверен', 'реестра проверены', 'реестров проверено'], after: ': решите, загружать ли' },
  unmatched: { to: '/work/unmatched', waitsAt: '/work/unmatched?status=open', icon: FileQuestion, name: 'Невыясненные платежи', calm: 'У всех платежей нашёлся счёт', forms: ['платёж ждёт', 'платежа ждут', 'платежей ждут'], after: ' счёта' },
  replacements: { to: '/work/meters', waitsAt: '/work/replacements?status=new', icon: Wrench, name: 'Счётчики и замены', calm: 'Приборы домов и квартир, поверки, показания', forms: ['заявка ждёт', 'заявки ждут', 'заявок ждут'], after: ' ответа' },
  differing: { to: '/work/reconciliation', waitsAt: '/work/reconciliation?state=differs', icon: Scale, name: 'Сверка с банком', calm: 'Платежи портала и банка сходятся', forms: ['день не сходится', 'дня не сходятся', 'дней не сходится'], after: ': объясните расхождения' },
  notices: { to: '/work/state-notices', waitsAt: '/work/state-notices?state=refused', icon: Landmark, name: 'Сведения о госплатежах', calm: 'Система госплатежей приняла всё', forms: ['платёж не приняли', 'платежа не приняли', 'платежей не приняли'], after: ': посмотрите причину' },
  dataRequests: { to: '/work/privacy', waitsAt: '/work/privacy?status=open', icon: ShieldQuestionMark, name: 'Обращения о данных', calm: 'На всё ответили', forms: ['обращение ждёт', 'обращения ждут', 'обращений ждут'], after: ' ответа' },
};

/** Groups with at least one area; of an area that a role does not open nothing is said. */
export function workGroups(waiting: WorkWaiting): { name: string; areas: Area[] }[] {
  const [staff, books] = [waiting.links !== null, waiting.registers !== null];
  const area = (key: CountKey): Area | null => { const count = waiting[key]; return count === null ? null : waits(count, COUNTED[key]); };
  return [
    { name: 'Счета и жители', areas: [staff && quiet('/work/accounts', ListTree, ['Лицевые счета', 'Долги, оплаты, выписки']), waiting.links && linksArea(waiting.links), area('cases')] },
    { name: 'Счётчики', areas: [area('submissions'), area('replacements')] },
    {
      name: 'Начисления', areas: [
        books && quiet('/work/runs', Calculator, ['Расчёт начислений', 'Посчитать месяц, проверить, провести']), area('registers'), area('absences'),
        books && quiet('/work/decisions', FilePlus2, ['Решения для расчёта', 'Отсутствие, перерывы, качество, льготы и субсидии']),
        books && quiet('/work/rooms', DoorOpen, ['Коммунальные квартиры', 'Комнаты, между которыми делится плата']),
        books && quiet('/work/directories/tariff', Tags, ['Тарифы и нормативы', 'Что и с какого дня действует, что изменится от нового']),
      ],
    },
    { name: 'Деньги', areas: [books && quiet('/work/payments', CreditCard, ['Платежи через портал', 'Кто и что оплатил, возврат денег']), area('unmatched'), area('differing'), area('notices'), waiting.notices !== null && quiet('/work/key-rates', Percent, ['Ключевая ставка', 'По ней считают пени'])] },
    { name: 'Персональные данные', areas: [area('dataRequests'), waiting.dataRequests !== null && quiet('/work/privacy/documents', ScrollText, ['Политика и согласия', 'Тексты, их версии, новая версия'])] },
    { name: 'Отчёты', areas: [staff && quiet('/work/debtors', HandCoins, ['Должники', 'Кто должен и как давно']), staff && quiet('/work/reports', TableProperties, ['Оборотная ведомость', 'Обороты по домам и услугам, собираемость'])] },
  ].map(({ name, areas }) => ({ name, areas: areas.filter((one) => one !== false && one !== null) })).filter(({ areas }) => areas.length > 0);
}

/** What waits for a decision, in the order of the groups. */
export const litAreas = (waiting: WorkWaiting): Area[] => workGroups(waiting).flatMap(({ areas }) => areas.filter(({ lit }) => lit));

export const AreaItems = ({ areas }: { areas: readonly Area[] }) => <div>{areas.map((area) => <AreaItem key={area.to} area={area} />)}</div>;

function AreaItem({ area: { to, icon, name, says, lit } }: { area: Area }) {
  return (
    <div className="item">
      <Window of={icon} lit={lit} />
      <div className="stack near"><h3><Link to={to}>{name}</Link></h3><p>{says}{lit && <span className="vh"> (ждёт вас)</span>}</p></div>
    </div>
  );
}
