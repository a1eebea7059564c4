// Asking about an account, applying for registration (HOME-6), or disputing a line in two steps: what is wrong, then «Отправить» over the line as it goes along (ACC-5, CHG-3).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getChargeReason } from '#contract/billing';
import { CASE_TEXT_MOST, openCase, wrongWords } from '#contract/cases';
import { getAccount } from '#contract/ledger';
import { formatKopecks, formatMonth } from '#contract/russian';
import { LineAsItStood } from '#features/cases/case-sheet.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Steps } from '#ui/steps.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Wrong = keyof typeof wrongWords;
const isWrong = (text: string | null): text is Wrong => text !== null && Object.hasOwn(wrongWords, text);
const STEPS = ['Что не так', 'Проверить и отправить'];
const REGISTRATIONS = ['Прописать постоянно', 'Прописать временно', 'Снять с регистрации'] as const;

/** `house` and `charge` for a line, `house` and `account` for an account, with `kind=registration` for an application; `text` is what the question begins with. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const [houseId, chargeId] = [given.get('house') ?? '', given.get('charge')];
  const line = chargeId === null ? null : await load(context, getChargeReason, { params: { houseId, chargeId } });
  const account = await load(context, getAccount, { params: { houseId, accountId: line?.accountId ?? given.get('account') ?? '' } });
  return {
    line,
    chargeId,
    houseId,
    accountId: account.accountId,
    number: account.number,
    organization: account.organization.shortName,
    address: account.address,
    isSuspended: account.isSuspended,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [chargeId, wrong, kind] = [textOf(form, 'chargeId'), textOf(form, 'wrong'), textOf(form, 'kind')];
  if (kind !== 'dispute' && kind !== 'question' && kind !== 'error' && kind !== 'registration')
    return refused(wrongFields({ kind: 'Выберите, о чём вопрос' }), form);
  const what = REGISTRATIONS.find((one) => one === textOf(form, 'what'));
  if (kind === 'registration' && !what) return refused(wrongFields({ what: 'Выберите, о чём просите' }), form);
  const text = textOf(form, 'text').trim();
  const body = {
    houseId: textOf(form, 'houseId'),
    accountId: textOf(form, 'accountId'),
    kind,
    text: what && text !== '' ? `${what}. ${text}` : text,
    ...(chargeId !== '' && { chargeId }),
    ...(isWrong(wrong) && { wrong }),
  } as const;
  const done = await attempt(context, openCase, { body }, { key: keyOf(form) });
  return done.ok ? redirect(`/cases/${done.value.houseId}/${done.value.caseId}?sent`, 303) : refused(done.problem, form);
}

type Asked = Awaited<ReturnType<typeof loader>>;

export default function NewCase() {
  const asked = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const { line, number, organization, address } = asked;
  const back = line ? { to: '/charges', name: 'Начисления' } : { to: `/accounts/${asked.houseId}/${asked.accountId}`, name: `Счёт ${number}` };
  const isRegistration = line === null && (query.get('kind') ?? answer?.values['kind']) === 'registration';
  const title = isRegistration
    ? 'Заявление о регистрации'
    : line
      ? `Оспорить: ${line.service.toLowerCase()}, ${formatKopecks(line.totalKopecks)}`
      : 'Вопрос по счёту';
  if (asked.isSuspended)
    return (
      <Page title={title} back={back}>
        <Notice tone="wait" heading="Счёт приостановлен">
          <p>Новые вопросы по нему не принимаем. Возобновите счёт в его настройках.</p>
        </Notice>
      </Page>
    );
  const step = isWrong(query.get('wrong')) && (query.get('text') ?? '').trim().length >= 3 ? 2 : 1;
  return (
    <Page title={title} problem={answer?.problem} back={back}>
      <ErrorSummary problem={answer?.problem} />
      {line && <Steps names={STEPS} now={step} />}
      <p className="lead">
        {organization}, счёт <span className="num">{number}</span>
        <br />
        {unbroken(address)}
      </p>
      {isRegistration ? (
        <RegistrationForm asked={asked} answer={answer} />
      ) : line === null ? (
        <QuestionForm asked={asked} answer={answer} begun={query.get('text') ?? ''} />
      ) : step === 1 ? (
        <WhatIsWrong asked={asked} query={query} />
      ) : (
        <Check asked={asked} line={line} query={query} />
      )}
    </Page>
  );
}

const Hidden = ({ asked }: { asked: Asked }) => (
  <>
    <input type="hidden" name="houseId" value={asked.houseId} />
    <input type="hidden" name="accountId" value={asked.accountId} />
  </>
);

function QuestionForm({ asked, answer, begun }: { asked: Asked; answer: Refused | undefined; begun: string }) {
  const errors = errorsOf(answer?.problem);
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <Hidden asked={asked} />
      <RadioGroup
        name="kind"
        label="О чём вопрос"
        chosen={answer?.values['kind'] ?? 'question'}
        error={errors['kind']}
        choices={[
          { value: 'question', name: 'Уточнить: платёж, долг, состояние', hint: 'Ответят за десять рабочих дней' },
          { value: 'error', name: 'Исправить ошибку в данных', hint: 'Ответят за пять рабочих дней' },
        ]}
      />
      <TextArea name="text" label="Что случилось" rows={5} maxLength={4_000} defaultValue={answer?.values['text'] ?? begun} error={errors['text']} />
      <Actions>
        <Button big>Отправить</Button>
      </Actions>
    </Form>
  );
}

function RegistrationForm({ asked, answer }: { asked: Asked; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <Hidden asked={asked} />
      <input type="hidden" name="kind" value="registration" />
      <RadioGroup
        name="what"
        label="О чём просите"
        chosen={answer?.values['what']}
        error={errors['what'] ?? errors['kind']}
        choices={REGISTRATIONS.map((value) => ({ value, name: value }))}
      />
      <TextArea
        name="text"
        label="Кого и с какого дня"
        hint="Если временно, то и по какой день. Номера паспортов не пишите: документы покажете в организации"
        rows={4}
        maxLength={CASE_TEXT_MOST - 100}
        defaultValue={answer?.values['text']}
        error={errors['text']}
      />
      <p className="mut">
        Организация ответит за три рабочих дня: когда прийти и что взять с собой. Принесённые документы она за три дня передаст в МВД. Можно подать их и самим:
        на Госуслугах, в МФЦ или в МВД. После переезда на это даётся семь дней.
      </p>
      <Actions>
        <Button big>Отправить</Button>
      </Actions>
    </Form>
  );
}

/** The first step is an address: going back keeps what was chosen, and it works without scripts. */
function WhatIsWrong({ asked, query }: { asked: Asked; query: URLSearchParams }) {
  const tried = query.has('step');
  const text = query.get('text') ?? '';
  return (
    <Form method="get" noValidate className="stack">
      <input type="hidden" name="house" value={asked.houseId} />
      <input type="hidden" name="charge" value={asked.chargeId ?? ''} />
      <input type="hidden" name="step" value="2" />
      <RadioGroup
        name="wrong"
        label="Что не так"
        chosen={query.get('wrong') ?? undefined}
        error={tried && !isWrong(query.get('wrong')) ? 'Выберите, что не так' : undefined}
        choices={Object.entries(wrongWords).map(([value, name]) => ({ value, name }))}
      />
      <TextArea
        name="text"
        label="Как должно быть"
        hint="Коротко: что вы видите и откуда это знаете"
        rows={4}
        maxLength={1_000}
        defaultValue={text}
        error={tried && text.trim().length < 3 ? 'Напишите хотя бы одну фразу' : undefined}
      />
      <Actions>
        <Button big>Дальше</Button>
      </Actions>
    </Form>
  );
}

function Check({ asked, line, query }: { asked: Asked; line: NonNullable<Asked['line']>; query: URLSearchParams }) {
  const wrong = query.get('wrong') as Wrong;
  const text = query.get('text') ?? '';
  const again = new URLSearchParams({ house: asked.houseId, charge: asked.chargeId ?? '', wrong, text: '' });
  return (
    <>
      <LineAsItStood heading={`Уйдёт вместе со строкой за ${formatMonth(line.period)}`} line={{ ...line, explanation: line.explanation }} />
      <Card heading="Что вы пишете">
        <DefinitionList
          items={[
            { name: 'Что не так', value: wrongWords[wrong] },
            { name: 'Как должно быть', value: <span className="said">{text}</span> },
          ]}
        />
      </Card>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <Hidden asked={asked} />
        <input type="hidden" name="chargeId" value={asked.chargeId ?? ''} />
        <input type="hidden" name="kind" value="dispute" />
        <input type="hidden" name="wrong" value={wrong} />
        <input type="hidden" name="text" value={text} />
        <p className="mut">{asked.organization} ответит за пять рабочих дней. Решение появится в «Почему столько?» этой строки. Платить спор не мешает.</p>
        <Actions>
          <Button big>Отправить</Button>
          <ButtonLink kind="bare" to={`/cases/new?${again.toString()}`}>
            Изменить
          </ButtonLink>
        </Actions>
      </Form>
    </>
  );
}
