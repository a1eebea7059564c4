// One payee's day of the reconciliation: the sums side by side, each difference with what to do, a note and the closing (PAY-7).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { differenceKinds, getReconciledDay, noteDifference, PORTAL_PART, settleDays, settlePart } from '#contract/reconciliation';
import { counted, formatDay, formatKopecks } from '#contract/russian';
import { comparedDayStates, differenceStatuses } from '#contract/statuses/reconciliation';
import { type Difference, DIFFERENCES } from '#features/reconciliation/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Money, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress } from '#web/list-query.ts';

type Reconciled = AnswerOf<typeof getReconciledDay>;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const after = given.get('after');
  const day = await load(context, getReconciledDay, {
    params: { organizationId: params['organizationId']!, day: params['day']! },
    query: after === null ? {} : { after },
  });
  return { day, done: given.get('done') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { organizationId, day } = params as { organizationId: string; day: string };
  if (textOf(form, 'settle') !== '') {
    const settled = await attempt(context, settleDays, { body: { days: [{ organizationId, day }] } }, { key: keyOf(form) });
    return settled.ok ? redirect(`/work/reconciliation/${organizationId}/${day}?done=settled`, 303) : refused(settled.problem, form);
  }
  if (textOf(form, 'part') !== '') {
    const booked = await attempt(
      context,
      settlePart,
      { params: { organizationId, day }, body: { settledKopecks: Number(textOf(form, 'part')) } },
      { key: keyOf(form) },
    );
    return booked.ok ? redirect(`/work/reconciliation/${organizationId}/${day}?done=part`, 303) : refused(booked.problem, form);
  }
  const [id, note, close] = [textOf(form, 'id'), textOf(form, 'note'), textOf(form, 'close') !== ''];
  if (note.length < 3) return refused(wrongFields({ note: 'Напишите, что выяснили: хотя бы несколько слов' }), form);
  const done = await attempt(
    context,
    noteDifference,
    { params: { id }, body: { version: Number(textOf(form, 'version')), note, close } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/reconciliation/${organizationId}/${day}?done=${close ? 'closed' : 'noted'}`, 303) : refused(done.problem, form);
}

type Line = { name: string; ours: number | null; theirs: number | null };
const columns: readonly Column<Line>[] = [
  { key: 'name', name: 'Что', head: true, cell: (line) => line.name },
  { key: 'ours', name: 'У нас', numeric: true, cell: (line) => (line.ours === null ? '' : <Money kopecks={line.ours} />) },
  { key: 'theirs', name: 'У банка', numeric: true, cell: (line) => (line.theirs === null ? 'ещё нет' : <Money kopecks={line.theirs} />) },
];

const linesOf = (day: Reconciled): Line[] => [
  { name: 'Оплачено картой и по QR', ours: day.ourKopecks, theirs: day.theirKopecks },
  { name: 'Возвращено', ours: day.ourRefundKopecks, theirs: day.theirRefundKopecks },
  { name: 'Комиссия банка', ours: null, theirs: day.feeKopecks },
  ...(day.organizationId === PORTAL_PART ? [] : [{ name: 'К перечислению и перечислено', ours: day.dueKopecks, theirs: day.bankKopecks }]),
];

export default function ReconciledDay() {
  const { day, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title={`Сверка за ${formatDay(day.day)}`} problem={answer?.problem} back={{ to: '/work/reconciliation', name: 'Сверка с банком' }}>
      <ErrorSummary problem={answer?.problem} />
      {done === 'closed' && !answer && (
        <Notice tone="ok" heading="Расхождение закрыто" announce>
          <p>Пояснение и ваше имя сохранены.</p>
        </Notice>
      )}
      {done === 'settled' && !answer && (
        <Notice tone="ok" heading="Перечисление проведено" announce>
          <p>Деньги записаны на счёт организации, комиссия банка в расходы.</p>
        </Notice>
      )}
      {done === 'part' && !answer && (
        <Notice tone="ok" heading="Часть перечисления проведена" announce>
          <p>Остальное ждёт денег банка, расхождения остаются открытыми.</p>
        </Notice>
      )}
      {done === 'noted' && !answer && (
        <Notice heading="Пояснение сохранено" announce>
          <p>Расхождение остаётся открытым.</p>
        </Notice>
      )}
      <Card heading={day.organization} aside={<StatusOf rows={comparedDayStates} is={day.state} />}>
        <DataTable caption="Суммы за день" columns={columns} rows={linesOf(day)} rowKey={(line) => line.name} />
        <p className="mut">
          {`Платежей: ${day.count}. ${day.registerKopecks > 0 ? `По реестрам банков ещё ${formatKopecks(day.registerKopecks)}. ` : ''}Сверено `}
          <When instant={day.comparedAt} timeZone="Europe/Moscow" />.
        </p>
        {day.settledAt && (
          <p>
            Проведено <When instant={day.settledAt} timeZone="Europe/Moscow" />, {day.settledBy ?? 'портал'}: {formatKopecks(day.bankKopecks ?? 0)} на счёт,{' '}
            {formatKopecks(day.feeKopecks)} в расходы на комиссию.
          </p>
        )}
        {day.settledKopecks !== 0 && !day.settledAt && (
          <p>{`Проведено ${formatKopecks(day.settledKopecks)} из ${formatKopecks(day.dueKopecks)}. ${remainder(day)}`}</p>
        )}
        {day.can.settlePart && (
          <Form method="post" noValidate className="stack">
            <FormKey answer={answer?.values['part'] ? answer : NO_ANSWER} />
            <p>{`Можно провести платежи, которые сошлись со списком банка, на сумму до ${formatKopecks((day.bankKopecks ?? 0) - day.settledKopecks)}. Остальное проведёте, когда расхождение уладится.`}</p>
            <Actions>
              <Button name="part" value={String(day.settledKopecks)}>
                Провести то, что сошлось
              </Button>
            </Actions>
          </Form>
        )}
        {day.can.settle && (
          <Form method="post" noValidate>
            <FormKey answer={answer?.values['settle'] ? answer : NO_ANSWER} />
            <Actions>
              <Button name="settle" value="1">
                Провести перечисление
              </Button>
            </Actions>
          </Form>
        )}
      </Card>
      {day.differenceCount > 0 && (
        <Downloads
          href={(format) =>
            exportAddress('/api/v1/work/reconciliation/differences/export', { organizationId: day.organizationId, dayFrom: day.day, dayTo: day.day }, format)
          }
        />
      )}
      {day.differences.map((difference) => (
        <DifferenceCard
          key={difference.id}
          difference={difference}
          portal={day.organizationId === PORTAL_PART}
          answer={answer?.values['id'] === difference.id ? answer : undefined}
        />
      ))}
      <Pager next={day.next}>{`Всего ${counted(day.differenceCount, DIFFERENCES)}, сначала необъяснённые`}</Pager>
    </Page>
  );
}

/** What of a day that is booked in parts is on its way, or came and belongs to nothing. */
const remainder = ({ dueKopecks, bankKopecks, settledKopecks }: Reconciled): string =>
  dueKopecks > settledKopecks
    ? `В пути ещё ${formatKopecks(dueKopecks - settledKopecks)}.`
    : `Не разнесено ${formatKopecks((bankKopecks ?? 0) - settledKopecks)}.`;

// One refusal belongs to one form: the others keep their own keys.
const NO_ANSWER = {};
const sumOf = (kopecks: number | null): string => (kopecks === null ? 'нет' : formatKopecks(kopecks));

function DifferenceCard({ difference, portal, answer }: { difference: Difference; portal: boolean; answer: Refused | undefined }) {
  const { id, kind, subject, paymentId, acquirerId, ourKopecks, theirKopecks, status, note, closedBy, closedAt, version, can } = difference;
  const { name, portal: byPortal, person } = differenceKinds[kind];
  return (
    <Card heading={name} aside={<StatusOf rows={differenceStatuses} is={status} />}>
      <DefinitionList
        items={[
          { name: 'О чём', value: subject },
          { name: 'У нас', value: sumOf(ourKopecks) },
          { name: 'У банка', value: sumOf(theirKopecks) },
          ...(acquirerId ? [{ name: 'Номер у банка', value: <span className="code">{acquirerId}</span> }] : []),
          ...(paymentId && !portal && can.note && acquirerId
            ? [{ name: 'Платёж', value: <Link to={`/work/payments/${paymentId}`}>Открыть платёж</Link> }]
            : []),
          ...(status === 'open'
            ? [
                { name: 'Что делает портал', value: byPortal },
                { name: 'Что сделать вам', value: person },
              ]
            : []),
          ...(note && !can.note ? [{ name: 'Пояснение', value: note }] : []),
          ...(closedAt
            ? [
                {
                  name: 'Закрыл',
                  value: (
                    <>
                      {closedBy ?? 'портал'}, <When instant={closedAt} timeZone="Europe/Moscow" />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {can.note && (
        <Form method="post" noValidate className="stack">
          <FormKey answer={answer ?? NO_ANSWER} />
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="version" value={version} />
          <TextInput
            name="note"
            label="Что выяснили"
            maxLength={500}
            defaultValue={answer?.values['note'] ?? note ?? undefined}
            error={errorsOf(answer?.problem)['note']}
          />
          <Actions>
            {/* The first is what Enter presses: a note closes nothing. */}
            <Button kind="alt">Сохранить пояснение</Button>
            <Button kind="bare" name="close" value="1">
              Закрыть с пояснением
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}
