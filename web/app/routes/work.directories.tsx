// Tariffs and norms of an organization: what is in force, a new one with its effect before it is saved, who changed what (CALC-1).
import { Tags } from 'lucide-react';
import { type ActionFunctionArgs, data, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { changePrice, getPrices, previewPrice, type Price, priceKinds, removePrice, setPrice } from '#contract/directories';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { formatDecimal, numberErrorText, parseDecimal } from '#contract/russian';
import { EditPrice, NewPrice } from '#features/calculation/price-form.tsx';
import { Effect } from '#features/calculation/price-effect.tsx';
import { periodText, priceAmount, REVISION_WORDS, wayText } from '#features/calculation/price-words.ts';
import { RATE_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { When } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Select } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

type Kind = keyof typeof priceKinds;
type Answer = AnswerOf<typeof getPrices>;
type Done = Partial<Refused> & { preview?: AnswerOf<typeof previewPrice> };

const kindOf = (given: string | undefined): Kind => (given === 'norm' ? 'norm' : 'tariff');
const ID = /^[0-9a-f-]{36}$/;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const kind = kindOf(params['kind']);
  const organizationId = new URL(request.url).searchParams.get('organization') ?? '';
  return {
    kind,
    ...(await load(context, getPrices, { params: { kind }, query: { ...soughtHouseOf(request), ...(ID.test(organizationId) && { organizationId }) } })),
  };
}

/** What was typed as a force of a price, or what is wrong with it by field. */
function forceOf(
  form: FormData,
  needsDays: boolean,
): { force: Pick<BodyOf<typeof setPrice>, 'value' | 'fromDay' | 'toDay' | 'decision'> } | { wrong: Record<string, string> } {
  const value = parseDecimal(textOf(form, 'value'), 6);
  const [fromDay, toDay, decision] = [textOf(form, 'fromDay'), textOf(form, 'toDay'), textOf(form, 'decision')];
  const wrong: Record<string, string> = {};
  if (typeof value !== 'string') wrong['value'] = numberErrorText(value.error, 6);
  else if (value.startsWith('-')) wrong['value'] = 'Меньше нуля быть не может';
  if (needsDays && fromDay === '') wrong['fromDay'] = 'Введите первый день действия';
  if (needsDays && decision.length < 3) wrong['decision'] = 'Напишите, чьё это решение: орган, число и номер';
  return typeof value !== 'string' || Object.keys(wrong).length > 0 ? { wrong } : { force: { value, fromDay, toDay: toDay === '' ? null : toDay, decision } };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const kind = kindOf(params['kind']);
  const [step, organizationId, id] = [textOf(form, 'step'), textOf(form, 'organizationId'), textOf(form, 'id')];
  const version = Number(textOf(form, 'version'));
  const back = (what: string) => redirect(`/work/directories/${kind}?organization=${organizationId}&done=${what}`, 303);
  if (step === 'remove') {
    const done = await attempt(context, removePrice, { params: { kind, id }, body: { organizationId, version } }, { key: keyOf(form) });
    return done.ok ? back('removed') : refused(done.problem, form);
  }
  const typed = forceOf(form, step !== 'preview');
  if ('wrong' in typed) return refused(wrongFields(typed.wrong), form);
  const { force } = typed;
  if (step === 'change') {
    const done = await attempt(context, changePrice, { params: { kind, id }, body: { organizationId, version, ...force } }, { key: keyOf(form) });
    return done.ok ? back('changed') : refused(done.problem, form);
  }
  const houseId = textOf(form, 'houseId');
  const fromVolume = parseDecimal(textOf(form, 'fromVolume') || '0', 3);
  if (typeof fromVolume !== 'string') return refused(wrongFields({ fromVolume: numberErrorText(fromVolume.error, 3) }), form);
  const of = { organizationId, serviceCode: textOf(form, 'serviceCode'), way: textOf(form, 'way') as Price['way'], fromVolume };
  if (step === 'preview') {
    const account = textOf(form, 'account');
    const seen = await attempt(
      context,
      previewPrice,
      { params: { kind }, query: { ...of, value: force.value, ...(houseId !== '' && { houseId }), ...(account !== '' && { account }) } },
      { key: keyOf(form) },
    );
    if (!seen.ok) return refused(seen.problem, form);
    return data<Done>({
      preview: seen.value,
      key: keyOf(form),
      values: Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
    });
  }
  const done = await attempt(
    context,
    setPrice,
    { params: { kind }, body: { ...of, houseId: houseId === '' ? null : houseId, ...force } },
    { key: keyOf(form) },
  );
  return done.ok ? back('added') : refused(done.problem, form);
}

const DONE: Readonly<Record<string, string>> = {
  added: 'Сохранили. Черновики расчётов за эти месяцы надо посчитать заново.',
  changed: 'Изменили. Черновики расчётов за эти месяцы надо посчитать заново.',
  removed: 'Убрали. Прежнее значение действует дальше.',
};

export default function Directories() {
  const answer = useLoaderData<typeof loader>();
  const { kind, prices, revisions, more, organizations, organizationId } = answer;
  const done = useActionData<Done>();
  const [query] = useSearchParams();
  const search = organizations.length < 2 ? '' : `?organization=${organizationId}`;
  const editing = prices.find(({ id }) => id === query.get('edit'));
  const isNew = query.has('new') && organizationId !== null;
  const loaded = query.get('loaded');
  const said = done
    ? undefined
    : loaded === null
      ? DONE[query.get('done') ?? '']
      : `Загружено строк: ${loaded}. Черновики расчётов за эти месяцы надо посчитать заново.`;
  return (
    <Page title={priceKinds[kind]} problem={done?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs
        label="Справочники"
        tabs={[...Object.entries(priceKinds).map(([key, name]) => ({ to: `/work/directories/${key}${search}`, name })), ...RATE_TABS]}
      />
      <ErrorSummary problem={done?.problem} />
      {said && (
        <Notice tone="ok" announce>
          <p>{said}</p>
        </Notice>
      )}
      {organizations.length > 1 && (
        <Filters label="Чьи цены" summary={organizations.find(({ id }) => id === organizationId)?.name ?? ''} keep={[]}>
          <Select
            name="organization"
            label="Организация"
            defaultValue={organizationId ?? undefined}
            options={organizations.map(({ id, name }) => ({ value: id, name }))}
          />
        </Filters>
      )}
      {done?.preview && <Effect effect={done.preview} />}
      {!editing && <HouseFinder more={more} keep={['organization', 'new']} />}
      {editing && (editing.can.change || editing.can.end) && <EditPrice key={editing.id} price={editing} organizationId={organizationId ?? ''} answer={done} />}
      {isNew && <NewPrice kind={kind} directory={answer} answer={done} />}
      {!isNew && !editing && organizationId !== null && (
        <Actions>
          <ButtonLink to={`?organization=${organizationId}&new=1`}>{kind === 'tariff' ? 'Новый тариф' : 'Свой норматив'}</ButtonLink>
          <ButtonLink kind="alt" to={`/work/import/${kind}${search}`}>
            Загрузить таблицу
          </ButtonLink>
        </Actions>
      )}
      {prices.length === 0 ? (
        <EmptyState icon={Tags} heading="Пока пусто">
          <p>Добавьте первое значение: с какого дня действует и чьё решение.</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={`${priceKinds[kind]}: что действует и что будет`}
          columns={columnsOf(kind, organizationId ?? '', query.get('q'))}
          rows={prices}
          rowKey={({ id }) => id}
        />
      )}
      {revisions.length > 0 && <DataTable caption="Кто что менял" columns={history} rows={revisions} rowKey={({ id }) => id} />}
    </Page>
  );
}

const columnsOf = (kind: Kind, organizationId: string, q: string | null): readonly Column<Price>[] => [
  {
    key: 'service',
    name: 'Услуга',
    head: true,
    cell: (price) => (
      <>
        {price.service}
        <br />
        <span className="mut sml">
          {price.house ?? (price.region === null ? 'Все дома' : `Для всех: ${price.region}`)}
          {wayText(kind, price) && `, ${wayText(kind, price)}`}
        </span>
      </>
    ),
  },
  { key: 'value', name: 'Значение', numeric: true, cell: (price) => priceAmount(kind, price) },
  { key: 'days', name: 'Действует', cell: periodText },
  { key: 'decision', name: 'Решение', cell: ({ decision }) => <span className="sml">{decision}</span> },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: ({ id, can, service, value }) =>
      (can.change || can.end) && (
        <Link to={`?organization=${organizationId}&edit=${id}${q ? `&q=${encodeURIComponent(q)}` : ''}`}>
          {can.change ? 'Изменить' : 'Закончить'}
          <span className="vh">{`: ${service}, ${formatDecimal(value)}`}</span>
        </Link>
      ),
  },
];

const history: readonly Column<Answer['revisions'][number]>[] = [
  { key: 'at', name: 'Когда', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'service', name: 'Услуга', head: true, cell: ({ service }) => service },
  { key: 'action', name: 'Что', cell: ({ action: what }) => REVISION_WORDS[what] },
  { key: 'before', name: 'Было', cell: ({ before }) => before ?? '' },
  { key: 'after', name: 'Стало', cell: ({ after }) => after ?? '' },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];
