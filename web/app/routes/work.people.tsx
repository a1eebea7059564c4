// «Найти человека»: administrators, support and the auditor look for people, each look with a reason that the person sees (AUD-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getFactorResets, openFactorReset } from '#contract/factor-resets';
import { getMe } from '#contract/me';
import { getLook, LOOK_WAYS, lookForPeople, PEOPLE_MOST } from '#contract/people';
import { counted } from '#contract/russian';
import { OpenCases } from '#features/people/open-cases.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { useRootData } from '#web/me.ts';

const ways: Readonly<Record<(typeof LOOK_WAYS)[number], { name: string; hint?: string }>> = {
  contact: { name: 'Телефон, почта или логин' },
  name: { name: 'Имя', hint: 'Фамилия, имя, отчество или их начало' },
  account: { name: 'Лицевой счёт', hint: 'Номер счёта или единый лицевой счёт' },
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const lookId = new URL(request.url).searchParams.get('look');
  const { work } = await load(context, getMe, {});
  const actsUpon = work.some(({ roles }) => roles.includes('support') || roles.includes('administrator'));
  return {
    look: lookId === null ? null : await load(context, getLook, { params: { lookId } }),
    cases: actsUpon ? (await load(context, getFactorResets, {})).resets : null,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  if (textOf(form, 'intent') === 'open') {
    const opened = await attempt(context, openFactorReset, { params: { resetId: textOf(form, 'resetId') } }, { key: keyOf(form) });
    return opened.ok ? redirect(`/work/people/${opened.value.personId}`, 303) : refused(opened.problem, form);
  }
  const [text, reason] = [textOf(form, 'text'), textOf(form, 'reason')];
  const missing = { ...(text.length < 2 && { text: 'Напишите, кого ищете' }), ...(reason.length < 5 && { reason: 'Напишите, зачем: человек это увидит' }) };
  if (Object.keys(missing).length > 0) return refused(wrongFields(missing), form);
  const done = await attempt(
    context,
    lookForPeople,
    { body: { by: LOOK_WAYS.find((one) => one === textOf(form, 'by')) ?? 'contact', text, reason } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/people?look=${done.value.lookId}`, 303) : refused(done.problem, form);
}

type Found = AnswerOf<typeof getLook>['people'][number];
const columns: readonly Column<Found>[] = [
  { key: 'name', name: 'Имя', head: true, cell: (row) => <Link to={`/work/people/${row.personId}`}>{row.name}</Link> },
  { key: 'phone', name: 'Телефон', cell: (row) => row.phone ?? 'нет' },
  { key: 'email', name: 'Почта', cell: (row) => row.email ?? 'нет' },
  { key: 'state', name: 'Кабинет', plain: true, cell: (row) => (row.isBlocked ? <Status tone="bad">Закрыт</Status> : <Status tone="ok">Открыт</Status>) },
];

export default function WorkPeople() {
  const { look, cases } = useLoaderData<typeof loader>();
  const { loadedAt } = useRootData();
  const answer = useActionData<Refused>();
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Page title="Найти человека" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">Каждый, кого вы найдёте, увидит в своём журнале, кто его искал и зачем.</p>
      {look?.people.length === 0 && (
        <Notice tone="wait" announce>
          <p>Никого не нашли. Проверьте, что введено.</p>
        </Notice>
      )}
      {look && look.people.length > 0 && (
        <>
          <DataTable
            caption={`Нашли: ${counted(look.people.length, ['человека', 'человек', 'человек'])}`}
            rows={look.people}
            rowKey={(row) => row.personId}
            columns={columns}
          />
          <p className="mut">
            {look.isMore && `Показаны первые ${PEOPLE_MOST}: уточните имя. `}Причина: {look.reason}. Найденное открыто вам полчаса.
          </p>
        </>
      )}
      <Card heading={look ? 'Искать ещё' : 'Кого ищете'}>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <RadioGroup name="by" label="По чему искать" chosen={values['by'] ?? 'contact'} choices={LOOK_WAYS.map((value) => ({ value, ...ways[value] }))} />
          <TextInput name="text" label="Что ищем" autoComplete="off" maxLength={254} defaultValue={values['text']} error={errors['text']} />
          <TextInput
            name="reason"
            label="Зачем"
            hint="Например: звонок в поддержку, заявка 12"
            maxLength={300}
            defaultValue={values['reason']}
            error={errors['reason']}
          />
          <Actions>
            <Button>Найти</Button>
          </Actions>
        </Form>
      </Card>
      {cases && <OpenCases cases={cases} now={loadedAt} />}
    </Page>
  );
}
