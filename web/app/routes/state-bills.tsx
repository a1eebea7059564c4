// «Госплатежи»: fines, duties and taxes found by a number or by documents; what is to be paid comes first.
import { Landmark } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { formatKopecks } from '#contract/russian';
import { addStateDocument, findStateBill, getStateBills, refreshStateBills, removeStateDocument } from '#contract/state-bills';
import { Documents, FindByNumber } from '#features/treasury/bill-search.tsx';
import { payPath, StateBillSheet } from '#features/treasury/state-bill-sheet.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const DONE = { find: 'Нашли. Начисление ниже', refresh: 'Обновили', add: 'Документ добавлен', remove: 'Документ убран, номер стёрт' } as const;

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getStateBills, {});

/** `intent`: find by the number, refresh, add or remove a document. A document is looked up by at once; should that fail, the portal asks by itself later. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [intent, key] = [textOf(form, 'intent'), { key: keyOf(form) }];
  const back = (done: keyof typeof DONE) => redirect(`/state-bills?done=${done}`);
  if (intent === 'remove') {
    const done = await attempt(context, removeStateDocument, { params: { id: textOf(form, 'id') } }, key);
    return done.ok ? back('remove') : refused(done.problem, form);
  }
  if (intent === 'refresh') {
    const done = await attempt(context, refreshStateBills, {}, key);
    return done.ok ? back('refresh') : refused(done.problem, form);
  }
  if (intent === 'add') {
    const kind = textOf(form, 'kind');
    if (kind !== 'inn' && kind !== 'snils' && kind !== 'licence' && kind !== 'vehicle') return refused(wrongFields({ kind: 'Выберите документ' }), form);
    const added = await attempt(context, addStateDocument, { body: { kind, number: textOf(form, 'document'), consent: form.has('consent') } }, key);
    if (!added.ok)
      return refused(
        {
          ...added.problem,
          ...(added.problem.fields && { fields: added.problem.fields.map((field) => ({ ...field, pointer: field.pointer.replace('/number', '/document') })) }),
        },
        form,
      );
    await attempt(context, refreshStateBills, {}, { key: crypto.randomUUID() });
    return back('add');
  }
  const done = await attempt(context, findStateBill, { body: { number: textOf(form, 'number') } }, key);
  return done.ok ? back('find') : refused(done.problem, form);
}

export default function StateBillsPage() {
  const { bills, documents, lookedAt, unreachable, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const errors = errorsOf(answer?.problem);
  const done = DONE[query.get('done') as keyof typeof DONE] as string | undefined;
  const open = bills.filter((bill) => bill.state === 'open');
  const rest = bills.filter((bill) => bill.state !== 'open');
  return (
    <Page title="Госплатежи" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {done !== undefined && answer === undefined && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      {unreachable && (
        <Notice tone="wait" heading="Система госплатежей не отвечает">
          <p>Показываем то, что знали раньше. Спросим ещё раз сами.</p>
        </Notice>
      )}
      <div className="cols">
        <div className="stack wide">
          <h2>{open.length === 0 ? 'К оплате ничего нет' : `К оплате ${formatKopecks(open.reduce((sum, bill) => sum + bill.kopecks, 0))}`}</h2>
          {bills.length === 0 && (
            <EmptyState icon={Landmark} heading="Начислений не нашли">
              <p>Введите УИН из постановления или добавьте документ: новые штрафы и налоги появятся здесь сами.</p>
            </EmptyState>
          )}
          {open.map((bill) => (
            <StateBillSheet key={bill.number} bill={bill} alone={open.length === 1} />
          ))}
          {open.length > 1 && (
            <Actions>
              <ButtonLink to={payPath(open)}>Оплатить всё</ButtonLink>
            </Actions>
          )}
          {lookedAt !== null && (
            <Form method="post" className="row">
              <FormKey />
              <span className="hint">
                Проверили <When instant={lookedAt} timeZone={timeZone} />
              </span>
              <Button kind="bare" name="intent" value="refresh">
                Проверить сейчас
              </Button>
            </Form>
          )}
          {rest.length > 0 && <h2>Раньше</h2>}
          {rest.map((bill) => (
            <StateBillSheet key={bill.number} bill={bill} />
          ))}
        </div>
        <div className="stack wide">
          <FindByNumber values={answer?.values} errors={errors} />
          <Documents documents={documents} values={answer?.values} errors={errors} />
        </div>
      </div>
    </Page>
  );
}
