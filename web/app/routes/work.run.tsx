// One run: what to look at, sums by service beside last month, each line with its formula; then checked and posted (CALC-2).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { cancelRun, checkRun, countRun, getRun, postRun, type Run, workException } from '#contract/calculation';
import type { AnswerOf } from '#contract/endpoint';
import { cancelProgress } from '#contract/progress';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { runStatuses } from '#contract/statuses/calculation';
import { ACCOUNTS, exceptionWord, LINES, REMARKS } from '#features/calculation/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card, Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Progress } from '#ui/progress.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { useQueryLink } from '#ui/query-link.ts';
import { Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Answer = AnswerOf<typeof getRun>;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const [account, kind, page] = ['account', 'kind', 'page'].map((name) => given.get(name)?.trim() ?? '') as [string, string, string];
  const query = { ...(account !== '' && { account }), ...(kind !== '' && { kind }), ...(/^[1-9]\d{0,3}$/.test(page) && { page: Number(page) }) };
  return load(context, getRun, { params: { houseId: params['houseId']!, runId: params['runId']! }, query });
}

const MOVES = { count: countRun, check: checkRun, post: postRun, cancel: cancelRun } as const;

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const what = textOf(form, 'move');
  const [key, version, once] = [{ houseId: params['houseId']!, runId: params['runId']! }, Number(textOf(form, 'version')), { key: keyOf(form) }];
  const note = textOf(form, 'note');
  if (what === 'work' && note === '') return refused(wrongFields({ note: 'Напишите, что выяснили' }), form);
  const done =
    what === 'stop'
      ? await attempt(context, cancelProgress, { params: { id: textOf(form, 'progressId') } }, once)
      : what === 'work'
        ? await attempt(context, workException, { params: { ...key, number: Number(textOf(form, 'number')) }, body: { version, note } }, once)
        : await attempt(context, MOVES[what as keyof typeof MOVES] ?? countRun, { params: key, body: { version } }, once);
  const query = new URL(request.url).searchParams;
  query.delete('work');
  return done.ok ? redirect(`/work/runs/${key.houseId}/${key.runId}${query.size > 0 ? `?${query.toString()}` : ''}`, 303) : refused(done.problem, form);
}

export default function RunPage() {
  const { run, progress, services, kinds, exceptions, lines, page, pages } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const left = kinds.reduce((sum, kind) => sum + kind.left, 0);
  return (
    <Page title={`${run.address}, ${formatMonth(run.period)}`} problem={answer?.problem} back={{ to: '/work/runs', name: 'Расчёт начислений' }}>
      <ErrorSummary problem={answer?.problem} />
      {run.note && (
        <Notice tone="wait" heading="Расчёт не проведён">
          <p>{run.note}</p>
        </Notice>
      )}
      <Card heading={run.organization} aside={<StatusOf rows={runStatuses} is={run.status} />}>
        <Tiles
          tiles={[
            { name: 'Начислим', value: formatKopecks(run.totalKopecks) },
            { name: 'Месяцем раньше', value: run.beforeKopecks === 0 ? 'нет' : formatKopecks(run.beforeKopecks) },
            { name: 'Строк', value: String(run.lines) },
            { name: 'Замечаний', value: left === run.exceptions ? String(left) : `${left} из ${run.exceptions}` },
          ]}
        />
        {run.postedAt && (
          <p>
            Проведён <When instant={run.postedAt} timeZone="Europe/Moscow" />. Исправить строку можно только перерасчётом в следующем месяце.
          </p>
        )}
        {progress ? <UnderWay run={run} progress={progress} /> : <Moves run={run} left={left} />}
      </Card>
      {kinds.length > 0 && <Exceptions run={run} kinds={kinds} exceptions={exceptions} refusal={answer} />}
      {services.length > 0 && (
        <DataTable caption="По услугам" columns={run.beforeKopecks === 0 ? sums.slice(0, -1) : sums} rows={services} rowKey={(row) => row.serviceCode} />
      )}
      {run.lines > 0 && <Lines lines={lines} page={page} pages={pages} />}
    </Page>
  );
}

function UnderWay({ run, progress: { title, done, total, canStop } }: { run: Run; progress: NonNullable<Answer['progress']> }) {
  return (
    <div className="stack near">
      <Progress label={title} done={done} total={total} unit={run.status === 'counting' ? ACCOUNTS : LINES} />
      {canStop && (
        <Form method="post">
          <FormKey />
          <input type="hidden" name="progressId" value={run.progressId} />
          <Button kind="bare" name="move" value="stop">
            Остановить
          </Button>
        </Form>
      )}
    </div>
  );
}

/** One solid button: the next step. */
function Moves({ run, left }: { run: Run; left: number }) {
  const { can, version } = run;
  if (!can.count && !can.check && !can.post && !can.cancel) return null;
  return (
    <Form method="post" className="stack">
      {run.status === 'draft' && run.lines === 0 && <p>Начислять нечего: почему, сказано ниже. Исправьте и посчитайте заново или отмените расчёт.</p>}
      <FormKey />
      <input type="hidden" name="version" value={version} />
      {run.status === 'stopped' && <p>Подсчёт остановили. Он начнётся с начала: уже посчитанное не хранится.</p>}
      {can.check && left > 0 && <p>{`Разберите ${counted(left, REMARKS)} ниже. Если всё верно, отметьте расчёт проверенным.`}</p>}
      <Actions>
        {can.check && (
          <Button name="move" value="check">
            Отметить проверенным
          </Button>
        )}
        {can.post && (
          <Button name="move" value="post">
            Провести начисления
          </Button>
        )}
        {can.count && (
          <Button kind={can.check || can.post ? 'alt' : 'main'} name="move" value="count">
            {run.status === 'stopped' ? 'Продолжить подсчёт' : 'Посчитать заново'}
          </Button>
        )}
        {can.cancel && (
          <Button kind="bad" name="move" value="cancel">
            Отменить расчёт
          </Button>
        )}
      </Actions>
    </Form>
  );
}

type Exception = Answer['exceptions'][number] & { may: boolean };
const remarks: readonly Column<Exception>[] = [
  { key: 'kind', name: 'Что не так', head: true, cell: (one) => exceptionWord(one.kind) },
  {
    key: 'account',
    name: 'Счёт',
    cell: (one) =>
      one.account === null ? (
        'Весь дом'
      ) : (
        <Link to={`?account=${one.account}`}>
          {one.account}
          {one.flat && `, кв. ${one.flat}`}
        </Link>
      ),
  },
  { key: 'service', name: 'Услуга', cell: (one) => one.service ?? '' },
  { key: 'before', name: 'Было', numeric: true, cell: (one) => (one.beforeKopecks === null ? '' : formatKopecks(one.beforeKopecks)) },
  { key: 'now', name: 'Стало', numeric: true, cell: (one) => (one.kopecks === null ? '' : formatKopecks(one.kopecks)) },
  { key: 'act', name: 'Разбор', plain: true, cell: (one) => <Worked one={one} /> },
];

/** Goes to the form of one remark, or tells what was found. */
function Worked({ one }: { one: Exception }) {
  const link = useQueryLink();
  if (one.workNote !== null)
    return (
      <>
        <Status tone="ok">Разобрано</Status>
        <br />
        <span className="mut sml">{one.workNote}</span>
      </>
    );
  return (
    one.may && (
      <Link
        className="go"
        to={link({ work: String(one.number) })}
        aria-label={`Разобрать: ${exceptionWord(one.kind)}${one.account === null ? '' : `, счёт ${one.account}`}`}
      >
        Разобрать
      </Link>
    )
  );
}

function WorkForm({ one, version, refusal }: { one: Answer['exceptions'][number]; version: number; refusal: Refused | undefined }) {
  const link = useQueryLink();
  return (
    <Card heading={[exceptionWord(one.kind), one.account && `счёт ${one.account}`, one.service].filter(Boolean).join(', ')}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="number" value={one.number} />
        <input type="hidden" name="version" value={version} />
        <TextInput
          name="note"
          label="Что выяснили"
          hint="Например: жилец подтвердил показания"
          maxLength={500}
          defaultValue={refusal?.values['note']}
          error={errorsOf(refusal?.problem)['note']}
        />
        <Actions>
          <Button kind="alt" name="move" value="work">
            Отметить разобранным
          </Button>
          <Link className="go" to={link({ work: null })}>
            Не отмечать
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}

type Remarks = Pick<Answer, 'run' | 'kinds' | 'exceptions'> & { refusal: Refused | undefined };
function Exceptions({ run, kinds, exceptions, refusal }: Remarks) {
  const [query] = useSearchParams();
  const worked = run.can.work ? exceptions.find(({ number }) => String(number) === query.get('work')) : undefined;
  const rows = exceptions.map((one) => ({ ...one, may: run.can.work }));
  const all = kinds.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="stack" aria-labelledby="remarks">
      <h2 id="remarks">Что посмотреть</h2>
      <p>
        {`Разницу с прошлым месяцем показываем, если она больше ${run.jumpPercent}\u00a0%. `}
        <Link to="/work/runs">Порог меняют в списке расчётов</Link>.
      </p>
      {worked && <WorkForm key={worked.number} one={worked} version={run.version} refusal={refusal} />}
      <Filters label="Отбор замечаний" summary={query.get('kind') ? exceptionWord(query.get('kind')!) : `Все: ${all}`}>
        <Select
          name="kind"
          label="Что не так"
          defaultValue={query.get('kind') ?? undefined}
          options={[{ value: '', name: 'Любое' }, ...kinds.map(({ kind, count }) => ({ value: kind, name: `${exceptionWord(kind)}: ${count}` }))]}
        />
        <TextInput name="account" label="Строки счёта" hint="Номер лицевого счёта" defaultValue={query.get('account') ?? undefined} />
      </Filters>
      <DataTable
        caption={
          exceptions.length < all && !query.get('kind') ? `Первые ${counted(exceptions.length, REMARKS)} из ${all}` : counted(exceptions.length, REMARKS)
        }
        columns={remarks}
        rows={rows}
        rowKey={(row) => String(row.number)}
      />
    </section>
  );
}

const sums: readonly Column<Answer['services'][number]>[] = [
  { key: 'service', name: 'Услуга', head: true, cell: (row) => row.service },
  { key: 'lines', name: 'Строк', numeric: true, cell: (row) => row.lines },
  { key: 'kopecks', name: 'Начислим', numeric: true, cell: (row) => formatKopecks(row.kopecks) },
  { key: 'before', name: 'Месяцем раньше', numeric: true, cell: (row) => formatKopecks(row.beforeKopecks) },
];

const lineColumns: readonly Column<Answer['lines'][number]>[] = [
  {
    key: 'account',
    name: 'Счёт',
    head: true,
    cell: (row) => (
      <>
        {row.account}
        {row.flat && (
          <>
            <br />
            <span className="mut sml">{`кв. ${row.flat}`}</span>
          </>
        )}
      </>
    ),
  },
  { key: 'service', name: 'Услуга', cell: (row) => row.service },
  { key: 'formula', name: 'Как посчитали', cell: (row) => <span className="sml">{row.formula}</span> },
  { key: 'kopecks', name: 'Сумма', numeric: true, cell: (row) => formatKopecks(row.kopecks) },
];

function Lines({ lines, page, pages }: Pick<Answer, 'lines' | 'page' | 'pages'>) {
  const link = useQueryLink();
  return (
    <section className="stack" aria-labelledby="lines">
      <h2 id="lines">Строки</h2>
      {lines.length === 0 ? (
        <p>У этого счёта строк нет.</p>
      ) : (
        <DataTable caption={`Страница ${page} из ${pages}`} columns={lineColumns} rows={lines} rowKey={(row) => `${row.accountId} ${row.serviceCode}`} />
      )}
      {pages > 1 && (
        <nav className="row apart noprint" aria-label="Страницы">
          <ul className="pages">
            {page > 1 && (
              <li>
                <Link rel="prev" to={link({ page: String(page - 1) })}>
                  Назад
                </Link>
              </li>
            )}
            {page < pages && (
              <li>
                <Link rel="next" to={link({ page: String(page + 1) })}>
                  Дальше
                </Link>
              </li>
            )}
          </ul>
        </nav>
      )}
    </section>
  );
}
