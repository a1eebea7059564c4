// «Рабочее место»: what waits for the organization first, then the other areas that the person's role opens, by subject.
import { Calculator, CreditCard, FilePlus2, FileQuestion, FileSpreadsheet, Gauge, HandCoins, ListTree, type LucideIcon, MessagesSquare, Scale, TableProperties, Tags, UserCheck, Wrench } from 'lucide-react';
import { Form, Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getRegisters } from '#contract/billing';
import { getWorkCases } from '#contract/cases';
import { getWaitingLinks } from '#contract/ledger';
import { getMe, type WORK_ROLES } from '#contract/me';
import { listWorkReplacements, listWorkSubmissions } from '#contract/meters-work';
import { listReconciled } from '#contract/reconciliation';
import { counted, formatDay } from '#contract/russian';
import { listUnmatched } from '#contract/unmatched';
import { OpenToYou } from '#features/start/open-to-you.tsx';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Window } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

type Role = (typeof WORK_ROLES)[number];
/** How many, and not who: the journal would tell people of a look that showed nothing of them. */
const COUNT = { limit: 0 };

/** Only what the roles open is asked for: nobody is shown a door that does not open. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { work } = await load(context, getMe, {});
  const roles = new Set<Role>(work.flatMap((one) => one.roles));
  const [accounts, registers] = [roles.has('accountant') || roles.has('manager'), roles.has('accountant')];
  const [links, submissions, replacements, waiting, unmatched, cases, differing] = await Promise.all([
    accounts ? load(context, getWaitingLinks, { query: COUNT }) : null,
    accounts ? load(context, listWorkSubmissions, { query: { status: ['sent'], ...COUNT } }) : null,
    accounts ? load(context, listWorkReplacements, { query: { status: ['new'], ...COUNT } }) : null,
    registers ? load(context, getRegisters, { query: { status: ['checked'], ...COUNT } }) : null,
    registers ? load(context, listUnmatched, { query: { status: ['open'], ...COUNT } }) : null,
    accounts ? load(context, getWorkCases, { query: { status: ['open'], ...COUNT } }) : null,
    registers || roles.has('operator') ? load(context, listReconciled, { query: { state: ['differs'], ...COUNT } }) : null,
  ]);
  return {
    work,
    links: links && links.waiting,
    submissions: submissions && submissions.count,
    replacements: replacements && replacements.count,
    registers: waiting && waiting.list.count,
    unmatched: unmatched && unmatched.count,
    cases: cases && cases.count,
    differing: differing && differing.count,
  };
}

export default function Work() {
  const { work, links, submissions, replacements, registers, unmatched, cases, differing } = useLoaderData<typeof loader>();
  const books = registers !== null;
  const groups: readonly { name: string; areas: readonly Area[] }[] = [
    { name: 'Счета и жители', areas: opened([links && accountsArea, links && linksArea(links), cases !== null && casesArea(cases)]) },
    { name: 'Счётчики', areas: opened([submissions !== null && submissionsArea(submissions), replacements !== null && metersArea(replacements)]) },
    { name: 'Начисления', areas: opened([books && runsArea, registers !== null && registersArea(registers), books && decisionsArea, books && directoriesArea]) },
    { name: 'Деньги', areas: opened([books && paymentsArea, unmatched !== null && unmatchedArea(unmatched), differing !== null && reconciliationArea(differing)]) },
    { name: 'Отчёты', areas: opened([links && debtorsArea, links && reportsArea]) },
  ].filter(({ areas }) => areas.length > 0);
  const waiting = groups.flatMap(({ areas }) => areas.filter(({ lit }) => lit));
  return (
    <Page title="Рабочее место">
      <p className="lead">{work.map(({ name, role }) => (role === '' ? name : `${name}, ${role}`)).join('; ') || 'Вы пока не работаете ни в одной организации портала'}</p>
      {groups.length === 0 ? (
        <OpenToYou roles={[...new Set(work.map(({ role }) => role).filter(Boolean))]} />
      ) : (
        <>
          {links && (
            <Form method="get" action="/work/accounts" role="search" className="card row finder">
              <TextInput name="q" label="Найти счёт: номер, адрес или имя" type="search" />
              <Button>Найти</Button>
            </Form>
          )}
          {waiting.length > 0 && <AreaCard name="Что ждёт решения" areas={waiting} />}
          <div className="two">
            {groups.map(({ name, areas }) => <AreaCard key={name} name={name} areas={areas.filter(({ lit }) => !lit)} />)}
          </div>
        </>
      )}
    </Page>
  );
}

type Area = { to: string; icon: LucideIcon; name: string; says: string; lit: boolean };

const runsArea: Area = { to: '/work/runs', icon: Calculator, name: 'Расчёт начислений', says: 'Посчитать месяц, проверить, провести', lit: false };
const decisionsArea: Area = { to: '/work/decisions', icon: FilePlus2, name: 'Отсутствие, перерывы, льготы', says: 'Внести заявление или акт: расчёт учтёт сам', lit: false };
const directoriesArea: Area = { to: '/work/directories/tariff', icon: Tags, name: 'Тарифы и нормативы', says: 'Что и с какого дня действует, что изменится от нового', lit: false };
const linksArea = ({ count, overdue, decideBy }: { count: number; overdue: number; decideBy: string | null }): Area => ({
  to: '/work/links', icon: UserCheck, name: 'Просьбы о доступе к счёту', lit: count > 0,
  says: count === 0 ? 'Никто не ждёт' : `${counted(count, ['человек ждёт', 'человека ждут', 'человек ждут'])}. ${overdue > 0 ? `Срок прошёл у ${overdue}` : `Ответить до ${formatDay(decideBy!)}`}`,
});
const casesArea = (count: number): Area => ({
  to: count > 0 ? '/work/cases?status=open' : '/work/cases', icon: MessagesSquare, name: 'Вопросы жителей', lit: count > 0,
  says: count === 0 ? 'На всё ответили' : `${counted(count, ['вопрос ждёт', 'вопроса ждут', 'вопросов ждут'])} ответа`,
});
const submissionsArea = (count: number): Area => ({
  to: count > 0 ? '/work/readings?status=sent' : '/work/readings', icon: Gauge, name: 'Показания жителей', lit: count > 0,
  says: count === 0 ? 'Всё принято или отклонено' : `${counted(count, ['передача ждёт', 'передачи ждут', 'передач ждут'])} решения`,
});
const metersArea = (count: number): Area => ({
  to: count > 0 ? '/work/replacements?status=new' : '/work/meters', icon: Wrench, name: 'Счётчики и замены', lit: count > 0,
  says: count === 0 ? 'Приборы домов и квартир, поверки, показания' : `${counted(count, ['заявка ждёт', 'заявки ждут', 'заявок ждут'])} ответа`,
});
const registersArea = (count: number): Area => ({
  to: count > 0 ? '/work/registers?status=checked' : '/work/registers', icon: FileSpreadsheet, name: 'Реестры', lit: count > 0,
  says: count === 0 ? 'Загрузить начисления или платежи файлом' : `${counted(count, ['реестр проверен', 'реестра проверены', 'реестров проверено'])}: решите, загружать ли`,
});
const unmatchedArea = (count: number): Area => ({
  to: count > 0 ? '/work/unmatched?status=open' : '/work/unmatched', icon: FileQuestion, name: 'Невыясненные платежи', lit: count > 0,
  says: count === 0 ? 'У всех платежей нашёлся счёт' : `${counted(count, ['платёж ждёт', 'платежа ждут', 'платежей ждут'])} счёта`,
});
const reconciliationArea = (count: number): Area => ({
  to: count > 0 ? '/work/reconciliation?state=differs' : '/work/reconciliation', icon: Scale, name: 'Сверка с банком', lit: count > 0,
  says: count === 0 ? 'Платежи портала и банка сходятся' : `${counted(count, ['день не сходится', 'дня не сходятся', 'дней не сходится'])}: объясните расхождения`,
});
const paymentsArea: Area = { to: '/work/payments', icon: CreditCard, name: 'Платежи через портал', says: 'Кто и что оплатил, возврат денег', lit: false };
const debtorsArea: Area = { to: '/work/debtors', icon: HandCoins, name: 'Должники', says: 'Кто должен и как давно', lit: false };
const reportsArea: Area = { to: '/work/reports', icon: TableProperties, name: 'Оборотная ведомость', says: 'Обороты по домам и услугам, собираемость', lit: false };
const accountsArea: Area = { to: '/work/accounts', icon: ListTree, name: 'Лицевые счета', says: 'Долги, оплаты, выписки', lit: false };

const opened = (areas: readonly (Area | false | null)[]): Area[] => areas.filter((area) => area !== false && area !== null);

const AreaCard = ({ name, areas }: { name: string; areas: readonly Area[] }) => areas.length > 0 && <Card heading={name}><div>{areas.map((area) => <AreaItem key={area.to} area={area} />)}</div></Card>;

function AreaItem({ area: { to, icon, name, says, lit } }: { area: Area }) {
  return (
    <div className="item">
      <Window of={icon} lit={lit} />
      <div className="stack near"><h3><Link to={to}>{name}</Link></h3><p>{says}{lit && <span className="vh"> (ждёт вас)</span>}</p></div>
    </div>
  );
}
