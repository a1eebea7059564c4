// One register (CHG-5): what is in it, what is wrong row by row, and the decision.
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getRegister, getRegisters, loadRegisterRows, mapRegisterColumns, type Register, registerFormats, takeBackRegisterLoad } from '#contract/registers';
import { cancelProgress } from '#contract/progress';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { loadStatuses } from '#contract/statuses/billing';
import { RegisterMapping } from '#features/billing/register-mapping.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card, Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Progress } from '#ui/progress.tsx';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

const ROWS = ['строка', 'строки', 'строк'] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const register = await load(context, getRegister, { params: { id: params['id']! } });
  const { services } = register.can.map ? await load(context, getRegisters, { query: { limit: 1 } }) : { services: [] };
  return { register, services, again: new URL(request.url).searchParams.has('again') };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const [id, version, key] = [params['id']!, Number(textOf(form, 'version')), { key: keyOf(form) }];
  const what = textOf(form, 'what');
  const done =
    what === 'takeBack'
      ? await attempt(context, takeBackRegisterLoad, { params: { id }, body: { version } }, key)
      : what === 'map'
        ? await attempt(context, mapRegisterColumns, { params: { id }, body: mappingOf(form, version) }, key)
        : what === 'stop'
          ? await attempt(context, cancelProgress, { params: { id: textOf(form, 'progressId') } }, key)
          : await attempt(context, loadRegisterRows, { params: { id }, body: { choice: what === 'good' ? 'good' : 'all', version } }, key);
  return done.ok ? redirect(`/work/registers/${id}`, 303) : refused(done.problem, form);
}

/** `column:<heading>` and `service:<name>` are fields of the form; what stays as it was says nothing. */
function mappingOf(form: FormData, version: number) {
  const named = (prefix: string): [string, string][] =>
    [...form].flatMap(([name, value]): [string, string][] =>
      name.startsWith(prefix) && typeof value === 'string' && value !== '' ? [[name.slice(prefix.length), value]] : [],
    );
  const columns = named('column:').map(([heading, field]) => ({ heading, field }));
  const services = named('service:').map(([name, code]) => ({ name, code }));
  const [period, service] = [textOf(form, 'period'), textOf(form, 'service')];
  return {
    version,
    ...(columns.length > 0 && { columns }),
    ...(services.length > 0 && { services }),
    ...(period !== '' && { period }),
    ...(service !== '' && { service }),
  };
}

export default function RegisterPage() {
  const { register, services, again } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { summary, progress } = register;
  return (
    <Page title={register.file} problem={answer?.problem} back={{ to: '/work/registers', name: 'Реестры' }}>
      <ErrorSummary problem={answer?.problem} />
      {again && (
        <Notice heading={register.status === 'loaded' ? 'Этот файл уже загружен' : 'Этот файл уже здесь'} announce>
          <p>Ничего не изменилось.</p>
        </Notice>
      )}
      <Card heading="Файл" aside={<StatusOf rows={loadStatuses} is={register.status} />}>
        <DefinitionList
          items={[
            { name: 'Организация', value: register.organization },
            { name: 'Пришёл', value: <When instant={register.uploadedAt} timeZone="Europe/Moscow" /> },
            {
              name: 'Узнали',
              value: register.format === null ? 'не узнали' : [registerFormats[register.format], register.encoding].filter(Boolean).join(', '),
            },
            ...(register.loadedAt === null ? [] : [{ name: 'Загружен', value: <When instant={register.loadedAt} timeZone="Europe/Moscow" /> }]),
            ...(register.fileDeletedAt === null
              ? []
              : [
                  {
                    name: 'Файл удалён',
                    value: (
                      <>
                        <When instant={register.fileDeletedAt} timeZone="Europe/Moscow" />, срок хранения прошёл
                      </>
                    ),
                  },
                ]),
            ...(register.takenBackAt === null ? [] : [{ name: 'Отменён', value: <When instant={register.takenBackAt} timeZone="Europe/Moscow" /> }]),
          ]}
        />
      </Card>
      {progress && <Running progress={progress} isCheck={register.status === 'draft'} />}
      {summary && <Preview register={register} summary={summary} />}
      {register.notes.length > 0 && <Notes notes={register.notes} />}
      {register.errors > 0 && register.fileDeletedAt === null && <Errors register={register} />}
      {register.can.map && <RegisterMapping register={register} services={services} answer={answer} />}
      <Decision register={register} />
    </Page>
  );
}

/** A check counts bytes of the file, all else rows. */
function Running({ progress, isCheck }: { progress: NonNullable<Register['progress']>; isCheck: boolean }) {
  return (
    <section className="card stack">
      <Progress
        label={progress.title}
        done={isCheck ? Math.round(progress.done / 1024) : progress.done}
        total={progress.total === null ? null : isCheck ? Math.ceil(progress.total / 1024) : progress.total}
        unit={isCheck ? ['КБ', 'КБ', 'КБ'] : ROWS}
      />
      <p className="mut">Страницу можно закрыть: работа продолжится, сюда можно вернуться.</p>
      {progress.canCancel && (
        <Form method="post">
          <FormKey />
          <input type="hidden" name="what" value="stop" />
          <input type="hidden" name="progressId" value={progress.id} />
          <Button kind="bare">Остановить</Button>
        </Form>
      )}
    </section>
  );
}

type Part = NonNullable<Register['summary']>['parts'][number];
const parts: readonly Column<Part>[] = [
  { key: 'period', name: 'Месяц', head: true, cell: (part) => formatMonth(part.period) },
  { key: 'service', name: 'Услуга', cell: (part) => part.service ?? 'Платежи' },
  { key: 'rows', name: 'Строк', numeric: true, cell: (part) => part.rows },
  { key: 'kopecks', name: 'Сумма', numeric: true, cell: (part) => formatKopecks(part.kopecks) },
  { key: 'change', name: 'Изменит начисленное на', numeric: true, cell: (part) => formatKopecks(part.changeKopecks) },
];

function Preview({ register, summary }: { register: Register; summary: NonNullable<Register['summary']> }) {
  const isPayments = register.kind === 'payments';
  return (
    <section className="stack" aria-labelledby="preview">
      <h2 id="preview">{register.status === 'checked' ? 'Что загрузим' : 'Что в файле'}</h2>
      <Tiles
        tiles={[
          { name: 'Новых строк', value: String(summary.newRows) },
          { name: 'Изменённых', value: String(summary.changedRows) },
          { name: 'Уже загружены', value: String(summary.sameRows) },
          { name: 'С ошибками', value: String(register.errors) },
          ...(summary.unmatched === 0 ? [] : [{ name: 'Не нашли счёт', value: String(summary.unmatched) }]),
          ...(summary.closes === 0 ? [] : [{ name: 'Закроют невыясненные', value: String(summary.closes) }]),
          { name: 'Счетов', value: String(summary.accounts) },
          { name: isPayments ? 'Сумма платежей' : 'Сумма начислений', value: formatKopecks(summary.sumKopecks) },
          ...(summary.balanceKopecks === 0 ? [] : [{ name: 'Долг на начало', value: formatKopecks(summary.balanceKopecks) }]),
        ]}
      />
      {summary.unmatched > 0 && (
        <p>
          {register.status === 'checked'
            ? 'Платежи, которым не нашли счёт, при загрузке верных строк станут невыясненными: счёт им выберете вы.'
            : 'Платежи, которым не нашли счёт, лежат в невыясненных.'}{' '}
          <Link to="/work/unmatched">Невыясненные платежи</Link>
        </p>
      )}
      {summary.parts.length > 0 && (
        <DataTable
          caption="По месяцам и услугам"
          columns={isPayments ? parts.slice(0, 4) : parts}
          rows={summary.parts}
          rowKey={(part) => `${part.period} ${part.service}`}
        />
      )}
    </section>
  );
}

const noteColumns: readonly Column<Register['notes'][number]>[] = [
  { key: 'row', name: 'Строка', head: true, cell: (note) => `№ ${note.row}` },
  { key: 'detail', name: 'Что будет', cell: (note) => note.detail },
];

function Notes({ notes }: { notes: Register['notes'] }) {
  return <DataTable caption="Возвраты невыясненных платежей" columns={noteColumns} rows={notes} rowKey={(note) => String(note.row)} />;
}

type Fault = Register['firstErrors'][number] & { place: number };
const faults: readonly Column<Fault>[] = [
  { key: 'row', name: 'Строка', head: true, cell: (fault) => (fault.row === null ? 'Весь файл' : `№ ${fault.row}`) },
  { key: 'column', name: 'Колонка', cell: (fault) => fault.column ?? '' },
  { key: 'value', name: 'Что стоит', cell: (fault) => fault.value ?? '' },
  { key: 'detail', name: 'Что не так', cell: (fault) => fault.detail },
];

function Errors({ register }: { register: Register }) {
  const rows = register.firstErrors.map((fault, place) => ({ ...fault, place }));
  return (
    <section className="stack" aria-labelledby="errors">
      <h2 id="errors">{`Ошибок: ${register.errors}`}</h2>
      <p>
        Скачайте строки с ошибками, исправьте и загрузите этот файл: верные строки трогать не нужно.{' '}
        <a href={`/api/v1/work/registers/${register.id}/errors`} download>
          Скачать ошибки (CSV)
        </a>
      </p>
      <DataTable
        caption={rows.length < register.errors ? `Первые ${rows.length}` : 'Все ошибки'}
        columns={faults}
        rows={rows}
        rowKey={(fault) => fault.place}
      />
    </section>
  );
}

function Decision({ register }: { register: Register }) {
  const { can, summary, version, status, takesBack } = register;
  if (!can.loadAll && !can.loadGood && !can.takeBack) return null;
  const toLoad = (summary?.newRows ?? 0) + (summary?.changedRows ?? 0) + (summary?.closes ?? 0);
  return (
    <Form className="card stack noprint" method="post" aria-label="Решение">
      <FormKey />
      <input type="hidden" name="version" value={version} />
      {status === 'checked' && <p className="mut">Загрузка идёт целиком: либо все выбранные строки, либо ни одной. Её можно отменить.</p>}
      {takesBack && <TakingBack of={takesBack} />}
      <Actions>
        {can.loadAll && <Button name="what" value="all">{`Загрузить ${counted(toLoad, ['строку', 'строки', 'строк'])}`}</Button>}
        {can.loadGood && <Button name="what" value="good">{`Загрузить только верные: ${counted(toLoad, ROWS)}`}</Button>}
        {can.takeBack && (
          <Button kind={status === 'loaded' ? 'bad' : 'bare'} name="what" value="takeBack">
            {status === 'loaded' ? 'Отменить загрузку' : 'Убрать файл'}
          </Button>
        )}
      </Actions>
    </Form>
  );
}

/** What the accountant is about to do: money of people leaves their accounts. */
function TakingBack({ of }: { of: NonNullable<Register['takesBack']> }) {
  return (
    <>
      <p>
        {of.payments === 0
          ? 'Отмена не снимет со счетов ни одного платежа.'
          : `Отмена снимет со счетов ${counted(of.payments, ['платёж', 'платежа', 'платежей'])} на ${formatKopecks(of.kopecks)}.`}
      </p>
      {of.stay.map(({ id, file, payments }) => (
        <p key={id}>
          {counted(payments, ['платёж останется: его', 'платежа останутся: их', 'платежей останутся: их'])} называет и реестр{' '}
          <Link to={`/work/registers/${id}`}>{file}</Link>.
        </p>
      ))}
      {of.returns > 0 && <p>{counted(of.returns, ['возврат банка отменится', 'возврата банка отменятся', 'возвратов банка отменятся'])}.</p>}
      {of.waiting > 0 && <p>{counted(of.waiting, ['невыясненный платёж уйдёт', 'невыясненных платежа уйдут', 'невыясненных платежей уйдут'])} из списка.</p>}
    </>
  );
}
