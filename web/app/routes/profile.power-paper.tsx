// A power of attorney on paper (ROLE-3): what it says, its copy, handing in with a code. Without an id: a new one.
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { PowerRight } from '#contract/areas';
import { askPowerPaperCode, getPowerPapers, type PowerPaper, startPowerPaper, submitPowerPaper } from '#contract/power-papers';
import { formatDay } from '#contract/russian';
import { AskCode, CodeField } from '#features/identity/code-field.tsx';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
import { listedRights, RightsField, rightsOf } from '#features/identity/power-rights.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { FileInput, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, textOf } from '#web/form.ts';
import { refusalText } from '#web/refusal-text.ts';

type Typed = { principal: string; rights: PowerRight[]; toDay: string; number: string; signedOn: string; notary: string };
type Answer = Partial<Refused> & { typed?: Typed; asked?: { confirmationId: string; sentTo?: string } };
const addressOf = (id: string): string => `/profile/powers/paper/${id}`;

/** A new one begins with what a draft says, so that a slip is mended without typing all anew. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const { papers, isConfirmed } = await load(context, getPowerPapers, {});
  const draft = papers.find(({ status }) => status === 'draft') ?? null;
  if (params['paperId'] !== undefined && draft?.id !== params['paperId']) return redirect('/profile/powers');
  const refusal = query.get('refused');
  return { draft, isConfirmed, isNew: params['paperId'] === undefined, fault: refusal === null ? null : refusalText(refusal) };
}

const MISSING: readonly (readonly [keyof Typed, string])[] = [
  ['principal', 'Введите телефон, почту или логин собственника'],
  ['number', 'Введите номер доверенности по реестру нотариуса'],
  ['signedOn', 'Перепишите дату из доверенности'],
  ['notary', 'Напишите, какой нотариус её удостоверил'],
  ['rights', 'Отметьте, что вам доверили'],
  ['toDay', 'Укажите последний день доверенности'],
];

/** Without an id what the paper says is written down; with one, `intent`: code or submit. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const paperId = params['paperId'];
  if (paperId === undefined) {
    const typed: Typed = {
      principal: textOf(form, 'principal'),
      rights: rightsOf(form),
      toDay: textOf(form, 'toDay'),
      number: textOf(form, 'number'),
      signedOn: textOf(form, 'signedOn'),
      notary: textOf(form, 'notary'),
    };
    const missing = MISSING.filter(([name]) => typed[name].length === 0);
    if (missing.length > 0) return data({ problem: wrongFields(Object.fromEntries(missing)), typed } satisfies Answer, { status: 422 });
    const started = await attempt(context, startPowerPaper, { body: typed }, key);
    return started.ok
      ? redirect(addressOf(started.value.paperId), 303)
      : data({ problem: started.problem, typed } satisfies Answer, { status: started.problem.status });
  }
  if (textOf(form, 'intent') === 'code') {
    const asked = await attempt(context, askPowerPaperCode, { params: { paperId } }, key);
    return asked.ok
      ? data({ asked: { confirmationId: asked.value.confirmationId, sentTo: asked.value.sentTo } } satisfies Answer)
      : data({ problem: asked.problem } satisfies Answer, { status: asked.problem.status });
  }
  const confirmationId = textOf(form, 'confirmationId');
  const done = await attempt(context, submitPowerPaper, { params: { paperId }, body: { confirmationId, code: textOf(form, 'code') || '-' } }, key);
  return done.ok
    ? redirect('/profile/powers?done=sent', 303)
    : data({ problem: done.problem, asked: { confirmationId }, key: key.key } satisfies Answer, { status: done.problem.status });
}

export default function ProfilePowerPaper() {
  const { draft, isConfirmed, isNew, fault } = useLoaderData<Exclude<Awaited<ReturnType<typeof loader>>, Response>>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Бумажная доверенность" problem={answer?.problem} back={{ to: '/profile/powers', name: 'Представители' }}>
      <ErrorSummary problem={answer?.problem} />
      {fault !== null && !answer && (
        <Notice tone="bad" heading="Файл не приложили" announce>
          <p>{fault}</p>
        </Notice>
      )}
      <p className="lead">Собственник выдал вам доверенность у нотариуса. Специалист её проверит, собственник узнает об этом сразу и сможет отказать.</p>
      {!isConfirmed && (
        <Notice tone="wait" heading="Сначала подтвердите личность">
          <p>Бумажную доверенность принимают только от известного человека.</p>
          <Actions>
            <ButtonLink to="/profile/state">Подтвердить через Госуслуги</ButtonLink>
          </Actions>
        </Notice>
      )}
      {isConfirmed &&
        (isNew || draft === null ? (
          <What typed={answer?.typed ?? typedOf(draft)} answer={answer} />
        ) : (
          <HandIn draft={draft} answer={answer} fault={answer ? undefined : (fault ?? undefined)} />
        ))}
    </Page>
  );
}

const typedOf = (draft: PowerPaper | null): Typed | undefined => (draft === null ? undefined : { ...draft, principal: draft.other ?? '' });

function What({ typed, answer }: { typed: Typed | undefined; answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  return (
    <Card heading="Что в доверенности">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <TextInput
          name="principal"
          label="Кто выдал"
          hint="Телефон, почта или логин, по которым собственник входит на портал"
          autoComplete="off"
          maxLength={254}
          defaultValue={typed?.principal}
          error={errors['principal']}
        />
        <TextInput
          name="number"
          label="Номер"
          hint="Номер в реестре нотариуса, например 66/12-н/66-2026-1-45"
          autoComplete="off"
          maxLength={60}
          defaultValue={typed?.number}
          error={errors['number']}
        />
        <TextInput name="signedOn" type="date" label="Когда выдана" short defaultValue={typed?.signedOn} error={errors['signedOn']} />
        <TextInput
          name="notary"
          label="Нотариус"
          hint="Фамилия, имя, отчество и округ"
          autoComplete="off"
          maxLength={200}
          defaultValue={typed?.notary}
          error={errors['notary']}
        />
        <RightsField chosen={typed?.rights} error={errors['rights']} />
        <TextInput
          name="toDay"
          type="date"
          label="Последний день"
          hint="Если доверенность дольше трёх лет, укажите день через три года и потом подайте её снова"
          short
          defaultValue={typed?.toDay}
          error={errors['toDay']}
        />
        <Actions>
          <Button>Дальше: приложить копию</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function HandIn({ draft, answer, fault }: { draft: PowerPaper; answer: Answer | undefined; fault: string | undefined }) {
  const errors = errorsOf(answer?.problem);
  const address = `/api/v1/powers/papers/${draft.id}/file`;
  return (
    <>
      <Card heading={`Доверенность №\u00A0${draft.number}`}>
        <DefinitionList
          items={[
            { name: 'Кто выдал', value: draft.other },
            { name: 'Когда', value: formatDay(draft.signedOn) },
            { name: 'Нотариус', value: draft.notary },
            { name: 'Что можно', value: listedRights(draft.rights) },
            { name: 'Последний день', value: formatDay(draft.toDay) },
          ]}
        />
        <p>
          <GoLink to="/profile/powers/paper">Исправить</GoLink>
        </p>
      </Card>
      <Card heading="Копия">
        {draft.file && (
          <p>
            <GoLink away to={address}>
              {draft.file.name}
            </GoLink>
          </p>
        )}
        <form className="stack near" method="post" action={address} encType="multipart/form-data">
          <FileInput
            name="file"
            accept=".pdf,.jpg,.jpeg"
            label={draft.file ? 'Другой файл' : 'Файл'}
            hint="PDF или JPEG, до 20 МБ. Все страницы в одном файле"
            error={errors['file'] ?? fault}
            required
          />
          <Actions>
            <Button kind={draft.file ? 'alt' : 'main'}>{draft.file ? 'Заменить' : 'Приложить'}</Button>
          </Actions>
        </form>
      </Card>
      {draft.file && <Confirm answer={answer} error={errors['code']} />}
    </>
  );
}

function Confirm({ answer, error }: { answer: Answer | undefined; error: string | undefined }) {
  const asked = answer?.asked;
  return (
    <Card heading="Подать">
      <Form method="post" noValidate className="stack">
        <FormKey />
        {asked && (
          <>
            <input type="hidden" name="confirmationId" value={asked.confirmationId} />
            <CodeField sentTo={asked.sentTo} does="подтверждает именно эту доверенность и копию" error={error} />
            <Actions>
              <Button name="intent" value="submit">
                Подать доверенность
              </Button>
              <ConfirmByPasskey confirmationId={asked.confirmationId} />
            </Actions>
            <OtherWay confirmationId={asked.confirmationId} />
          </>
        )}
        <Actions>
          <Button kind={asked ? 'bare' : 'main'} name="intent" value="code">
            <AskCode again={asked !== undefined} />
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
