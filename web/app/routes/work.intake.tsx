// One file of readings (MTR-8): what is in it, what is wrong or unusual, and the decision.
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { cancelProgress } from '#contract/progress';
import { getIntake, loadIntake, takeBackIntake } from '#contract/reading-intakes';
import { counted } from '#contract/russian';
import { loadStatuses } from '#contract/statuses/billing';
import { Actions, Button } from '#ui/button.tsx';
import { Card, Tiles } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Progress } from '#ui/progress.tsx';
import { Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

type Intake = AnswerOf<typeof getIntake>;
type Problem = Intake['problems'][number] & { place: number };
const READINGS = ['показание', 'показания', 'показаний'] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  return { intake: await load(context, getIntake, { params: { id: params['id'] ?? '' } }), again: new URL(request.url).searchParams.has('again') };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const [id, version, key, what] = [params['id'] ?? '', Number(textOf(form, 'version')), { key: keyOf(form) }, textOf(form, 'what')];
  const done =
    what === 'takeBack'
      ? await attempt(context, takeBackIntake, { params: { id }, body: { version } }, key)
      : what === 'stop'
        ? await attempt(context, cancelProgress, { params: { id: textOf(form, 'progressId') } }, key)
        : await attempt(
            context,
            loadIntake,
            { params: { id }, body: { choice: what === 'good' ? 'good' : 'all', unusual: form.has('unusual'), version } },
            key,
          );
  return done.ok ? redirect(`/work/intakes/${id}`, 303) : refused(done.problem, form);
}

const columns: readonly Column<Problem>[] = [
  { key: 'row', name: 'Строка', head: true, cell: ({ row }) => (row === null ? 'Весь файл' : `№ ${row}`) },
  {
    key: 'kind',
    name: 'Что это',
    plain: true,
    cell: ({ isUnusual }) => <Status tone={isUnusual ? 'wait' : 'bad'}>{isUnusual ? 'Необычное' : 'Ошибка'}</Status>,
  },
  { key: 'value', name: 'Что стоит', cell: ({ column, value }) => [column, value].filter(Boolean).join(': ') },
  { key: 'detail', name: 'Что не так', cell: ({ detail }) => detail },
];

export default function IntakePage() {
  const { intake, again } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { progress, problems, errors, unusual, rows, same, note } = intake;
  return (
    <Page title={intake.name} problem={answer?.problem} back={{ to: '/work/intakes', name: 'Показания списком' }}>
      <ErrorSummary problem={answer?.problem} />
      {again && (
        <Notice heading={intake.status === 'loaded' ? 'Этот файл уже загружен' : 'Этот файл уже здесь'} announce>
          <p>Ничего не изменилось.</p>
        </Notice>
      )}
      {note && intake.status === 'checked' && (
        <Notice tone="wait" heading="Посмотрите ещё раз">
          <p>{`${note}.`}</p>
        </Notice>
      )}
      <Card heading="Загрузка" aside={<StatusOf rows={loadStatuses} is={intake.status} />}>
        <DefinitionList
          items={[
            { name: 'Организация', value: intake.organization },
            { name: 'Пришла', value: <When instant={intake.at} timeZone="Europe/Moscow" /> },
            ...(intake.loadedAt === null ? [] : [{ name: 'Загружена', value: <When instant={intake.loadedAt} timeZone="Europe/Moscow" /> }]),
            ...(intake.takenBackAt === null ? [] : [{ name: 'Отменена', value: <When instant={intake.takenBackAt} timeZone="Europe/Moscow" /> }]),
          ]}
        />
      </Card>
      {progress && (
        <section className="card stack">
          <Progress
            label={progress.title}
            done={progress.canCancel ? Math.round(progress.done / 1024) : progress.done}
            total={progress.total === null ? null : progress.canCancel ? Math.ceil(progress.total / 1024) : progress.total}
            unit={progress.canCancel ? ['КБ', 'КБ', 'КБ'] : [...READINGS]}
          />
          <p className="mut">Страницу можно закрыть: работа продолжится.</p>
          {progress.canCancel && (
            <Form method="post">
              <FormKey />
              <input type="hidden" name="what" value="stop" />
              <input type="hidden" name="progressId" value={progress.id} />
              <Button kind="bare">Остановить</Button>
            </Form>
          )}
        </section>
      )}
      {intake.status !== 'draft' && (
        <Tiles
          tiles={[
            { name: 'Новых показаний', value: String(Math.max(0, rows - same - unusual)) },
            { name: 'Необычных', value: String(unusual) },
            { name: 'Уже были', value: String(same) },
            { name: 'С ошибками', value: String(errors) },
          ]}
        />
      )}
      {problems.length > 0 && (
        <section className="stack" aria-labelledby="problems">
          <h2 id="problems">{`Ошибок: ${errors}, необычных: ${unusual}`}</h2>
          {intake.way === 'file' && (
            <p>
              Скачайте эти строки, исправьте и загрузите файлом: верные трогать не нужно.{' '}
              <a className="go" href={`/api/v1/work/reading-intakes/${intake.id}/errors`} download>
                Скачать строки (CSV)
              </a>
            </p>
          )}
          {intake.way === 'register' && (
            <p>
              Эти показания пришли с платежами и не записаны. Проверьте их и внесите верные в карточке счётчика.{' '}
              <Link className="go" to="/work/meters">
                К счётчикам
              </Link>
            </p>
          )}
          <DataTable
            caption={problems.length < errors + unusual ? `Первые ${problems.length}` : 'Все'}
            columns={columns}
            rows={problems.map((one, place) => ({ ...one, place }))}
            rowKey={(one) => one.place}
          />
        </section>
      )}
      <Decision intake={intake} />
    </Page>
  );
}

function Decision({ intake: { can, version, status, rows, same, unusual } }: { intake: Intake }) {
  if (!can.loadAll && !can.loadGood && !can.takeBack) return null;
  const usual = rows - same - unusual;
  return (
    <Form className="card stack noprint" method="post" aria-label="Решение">
      <FormKey />
      <input type="hidden" name="version" value={version} />
      {status === 'checked' && (
        <p className="mut">
          {usual + unusual > 0 ? 'Загрузка идёт целиком, её можно отменить.' : 'Загружать отсюда нечего. Исправьте строки и пришлите файл ещё раз.'}
        </p>
      )}
      {status === 'checked' && unusual > 0 && <Checkbox name="unusual" label={`Загрузить и необычные, мы их проверили: ${counted(unusual, READINGS)}`} />}
      <Actions>
        {can.loadAll && <Button name="what" value="all">{`Загрузить ${counted(usual, READINGS)}`}</Button>}
        {can.loadGood && !can.loadAll && <Button name="what" value="good">{`Загрузить только верные: ${counted(usual, READINGS)}`}</Button>}
        {can.takeBack && (
          <Button kind={status === 'loaded' ? 'bad' : 'bare'} name="what" value="takeBack">
            {status === 'loaded' ? 'Отменить загрузку' : 'Убрать файл'}
          </Button>
        )}
      </Actions>
    </Form>
  );
}
