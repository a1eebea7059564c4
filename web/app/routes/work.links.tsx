// People who ask to see an account: the organization confirms or refuses (ACC-2).
import { UserCheck } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { decideLink, getWaitingLinks } from '#contract/ledger';
import type { Problem } from '#contract/errors';
import { linkRequestStatuses } from '#contract/statuses/accounts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, getWaitingLinks, {})), done: new URL(request.url).searchParams.get('done') };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const requestId = textOf(form, 'requestId');
  const accountNumber = textOf(form, `accountNumber.${requestId}`);
  const reason = textOf(form, `reason.${requestId}`);
  const decision = textOf(form, 'decision') === 'confirm' ? ('confirm' as const) : ('refuse' as const);
  const body = { version: Number(textOf(form, 'version')), decision, ...(accountNumber !== '' && { accountNumber }), ...(reason !== '' && { reason }) };
  const done = await attempt(context, decideLink, { params: { requestId }, body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/links?done=${done.value.status}`, 303) : refused(namedAfter(done.problem, requestId), form);
}

/** Several such forms stand on the page: their fields carry the request's id. */
const namedAfter = (problem: Problem, requestId: string): Problem => ({
  ...problem,
  fields: (problem.fields ?? []).map((field) => ({ ...field, pointer: `${field.pointer}/${requestId}` })),
});

export default function WaitingLinks() {
  const { links, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Кто просит доступ к счёту" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {done === 'linked' && (
        <Notice tone="ok" heading="Доступ открыт" announce>
          Человек увидит счёт сразу.
        </Notice>
      )}
      {done === 'refused' && (
        <Notice heading="Отказ отправлен" announce>
          Человек прочтёт причину на странице счетов.
        </Notice>
      )}
      {links.length === 0 && (
        <EmptyState icon={UserCheck} heading="Никто не ждёт">
          <p>Новые просьбы появятся здесь сами.</p>
        </EmptyState>
      )}
      {links.map((link) => (
        <WaitingLink key={link.id} link={link} answer={answer} />
      ))}
    </Page>
  );
}

// One refusal belongs to one form: the others keep their own keys.
const NO_ANSWER = {};

type Link = ReturnType<typeof useLoaderData<typeof loader>>['links'][number];

function WaitingLink({ link, answer }: { link: Link; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const number = `accountNumber.${link.id}`;
  const reason = `reason.${link.id}`;
  return (
    <Card
      heading={link.person}
      aside={link.overdue ? <Status tone="bad">Срок прошёл</Status> : <StatusOf rows={linkRequestStatuses} is="waiting" side="work" />}
    >
      <DefinitionList
        items={[
          { name: 'Написал адрес', value: `${link.address}${link.flat === '' ? '' : `, кв. ${link.flat}`}` },
          { name: 'Написал номер', value: <span className="num">{link.number}</span> },
          { name: 'Договор', value: link.contract ?? 'нет' },
          { name: 'Сумма последней квитанции', value: link.sumGiven ? 'не сошлась' : 'не указана' },
          {
            name: 'Счёт на портале',
            value: link.candidate ? (
              <>
                {link.candidate.number}, {unbroken(link.candidate.address)}
                <br />
                <span className="mut sml">Собственники: {link.candidate.owners.join(', ') || 'не указаны'}</span>
              </>
            ) : (
              'не нашли: проверьте номер'
            ),
          },
          { name: 'Просит с', value: <When instant={link.askedAt} timeZone="Europe/Moscow" /> },
          { name: 'Ответить не позже', value: <Day day={link.decideBy} /> },
        ]}
      />
      <Form method="post" noValidate className="stack">
        <FormKey answer={values['requestId'] === link.id ? answer : NO_ANSWER} />
        <input type="hidden" name="requestId" value={link.id} />
        <input type="hidden" name="version" value={link.version} />
        <TextInput
          name={number}
          label="Открыть доступ к счёту"
          hint={link.candidate ? 'Оставьте пустым, если счёт найден верно' : 'Номер счёта вашей организации'}
          short
          defaultValue={values[number]}
          error={errors[number]}
        />
        <TextInput name={reason} label="Причина, если отказываете" defaultValue={values[reason]} error={errors[reason]} />
        <Actions>
          <Button kind="alt" name="decision" value="confirm">
            Открыть доступ
          </Button>
          <Button kind="bad" name="decision" value="refuse">
            Отказать
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
