// «Способы оплаты»: what the person keeps, and how to forget it.
import { CreditCard } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getSavedMethods, removeSavedMethod } from '#contract/payment-methods';
import { counted } from '#contract/russian';
import { METHOD_ICONS, type SavedMethod, termOf } from '#features/payments/method-choice.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getSavedMethods, {});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, removeSavedMethod, { params: { id: textOf(form, 'method') } }, { key: keyOf(form) });
  return done.ok ? redirect('/payments/methods?removed=1') : refused(done.problem, form);
}

export default function PaymentMethods() {
  const { methods } = useLoaderData<typeof loader>();
  const problem = useActionData<Refused>()?.problem;
  const [query] = useSearchParams();
  return (
    <Page title="Способы оплаты" problem={problem} back={{ to: '/payments', name: 'Платежи' }}>
      <ErrorSummary problem={problem} />
      {query.has('removed') && !problem && (
        <Notice tone="ok" announce>
          <p>Убрали. Больше этим способом ничего не спишем.</p>
        </Notice>
      )}
      {methods.length === 0 ? (
        <EmptyState icon={CreditCard} heading="Сохранённых способов нет" actions={<ButtonLink to="/pay">Оплатить</ButtonLink>}>
          <p>При оплате отметьте «Запомнить», и в следующий раз карту вводить не придётся.</p>
        </EmptyState>
      ) : (
        <>
          <p>Номера карт хранит банк. Портал знает только последние цифры. Каждый платёж вы подтверждаете кодом.</p>
          <div className="two">
            {methods.map((method) => (
              <Method key={method.id} method={method} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}

function Method({ method }: { method: SavedMethod }) {
  const term = termOf(method);
  return (
    <Card
      heading={
        <>
          <Icon of={METHOD_ICONS[method.kind]} /> {method.title}
        </>
      }
      aside={method.expired && <Status tone="bad">Срок истёк</Status>}
    >
      {method.autopayments > 0 && (
        <p>{`По нему идёт ${counted(method.autopayments, ['автоплатёж', 'автоплатежа', 'автоплатежей'])}: уберёте — ${method.autopayments === 1 ? 'остановится' : 'остановятся'}.`}</p>
      )}
      {term !== undefined && !method.expired && <p>{term}</p>}
      <p className="hint">
        Сохранили <When instant={method.savedAt} timeZone="Europe/Moscow" />
      </p>
      <Form method="post">
        <FormKey />
        <input type="hidden" name="method" value={method.id} />
        <Actions>
          <Button kind="alt">
            Убрать<span className="vh">{` ${method.title}`}</span>
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
