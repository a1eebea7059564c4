// «Доля счёта»: for which share of a flat an account of contributions for capital repair answers (CALC-1). Set by months; the owners' records stand beside to be taken.
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { type AccountShare, getAccountShare, setAccountShare, SHARE_MOST } from '#contract/account-shares';
import { formatDay, formatMonth } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Owner = AccountShare['owners'][number];
type Share = { numerator: number; denominator: number };
const WHOLE: Share = { numerator: 1, denominator: 1 };

const of = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, accountId: params['accountId']! });
export const loader = async ({ params, context }: LoaderFunctionArgs) => ({
  ...(await load(context, getAccountShare, { params: of(params) })),
  back: `/work/accounts/${params['houseId']}/${params['accountId']}`,
});

const isPart = (text: string): boolean => /^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= SHARE_MOST;

export async function action({ params, request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const [numerator, denominator, fromMonth, document] = [
    textOf(form, 'numerator'),
    textOf(form, 'denominator'),
    textOf(form, 'fromMonth'),
    textOf(form, 'document'),
  ];
  const wrong = {
    ...(!isPart(numerator) && { numerator: 'Введите целое число: в доле 1/3 это 1' }),
    ...(!isPart(denominator) && { denominator: 'Введите целое число: в доле 1/3 это 3' }),
    ...(!/^\d{4}-\d\d$/.test(fromMonth) && { fromMonth: 'Введите месяц, например 2026-10' }),
    ...(document.length < 3 && { document: 'Напишите, по какому документу' }),
  };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const done = await attempt(
    context,
    setAccountShare,
    {
      params: of(params),
      body: { version: Number(textOf(form, 'version')), fromMonth, numerator: Number(numerator), denominator: Number(denominator), document },
    },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/accounts/${params['houseId']}/${params['accountId']}/share?done=1`, 303) : refused(done.problem, form);
}

const said = (share: Share | null): string =>
  share === null || share.numerator === share.denominator ? 'вся квартира' : `${share.numerator}/${share.denominator}`;

const history: readonly Column<AccountShare['set'][number]>[] = [
  { key: 'from', name: 'Начиная с месяца', head: true, cell: ({ fromMonth }) => formatMonth(fromMonth) },
  { key: 'share', name: 'Доля', half: true, cell: ({ share }) => said(share) },
  { key: 'document', name: 'Документ', cell: ({ document }) => <span className="sml">{document}</span> },
  { key: 'at', name: 'Когда изменили', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];
const others: readonly Column<AccountShare['others'][number]>[] = [
  { key: 'number', name: 'Лицевой счёт', head: true, cell: ({ number }) => number },
  { key: 'share', name: 'Доля', half: true, cell: ({ share }) => said(share) },
];
const owners: readonly Column<Owner & { canSet: boolean }>[] = [
  { key: 'name', name: 'Собственник', head: true, cell: ({ name }) => name },
  { key: 'share', name: 'Доля', half: true, cell: ({ share }) => said(share) },
  { key: 'from', name: 'С какого дня', half: true, cell: ({ fromDay }) => formatDay(fromDay) },
  { key: 'confirmed', name: 'Запись', cell: ({ confirmed }) => (confirmed ? 'подтверждена' : 'не подтверждена') },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: ({ id, name, confirmed, canSet }) =>
      canSet &&
      confirmed && (
        <Link to={`?owner=${id}`}>
          Взять эту долю<span className="vh">{`: ${name}`}</span>
        </Link>
      ),
  },
];

export default function ShareOfAccount() {
  const shown = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const owner = shown.owners.find(({ id, confirmed }) => confirmed && id === query.get('owner'));
  return (
    <Page title={`Доля счёта ${shown.number}`} problem={answer?.problem} back={{ to: shown.back, name: `Счёт ${shown.number}` }}>
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.has('done') && (
        <Notice tone="ok" announce>
          <p>Сохранили. Непроведённые расчёты этих месяцев посчитайте заново.</p>
        </Notice>
      )}
      <p className="lead">{shown.address}</p>
      <p>{`В расчёте за ${formatMonth(shown.nextPeriod)} взнос на капитальный ремонт по этому счёту: ${said(shown.share)}. Взнос считают на всю квартиру и делят между счетами по долям, чтобы вместе вышло до копейки.`}</p>
      {shown.can.set ? (
        <ShareForm key={owner?.id ?? ''} shown={shown} owner={owner} answer={answer} />
      ) : (
        <p>Долю задают у счёта взносов на капитальный ремонт. Взнос коммунальной квартиры делится между комнатами по их площади.</p>
      )}
      {shown.owners.length > 0 && (
        <DataTable
          caption="Собственники по записям"
          columns={owners}
          rows={shown.owners.map((one) => ({ ...one, canSet: shown.can.set }))}
          rowKey={({ id }) => id}
        />
      )}
      {shown.others.length > 0 && (
        <DataTable caption="Другие счета взносов этой квартиры" columns={others} rows={shown.others} rowKey={({ accountId }) => accountId} />
      )}
      {shown.set.length > 0 && <DataTable caption="Кто менял долю" columns={history} rows={shown.set} rowKey={({ at, fromMonth }) => `${at} ${fromMonth}`} />}
    </Page>
  );
}

function ShareForm({
  shown: { share, nextPeriod, version, back },
  owner,
  answer,
}: {
  shown: AccountShare & { back: string };
  owner: Owner | undefined;
  answer: Refused | undefined;
}) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  const now = owner?.share ?? share ?? WHOLE;
  return (
    <Card heading="Изменить долю">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={answer?.problem.code === 'object.changed' ? version : (values['version'] ?? version)} />
        <TextInput
          name="numerator"
          label="Сколько частей"
          hint="В доле 1/3 это 1. Для всей квартиры 1 из 1"
          inputMode="numeric"
          short
          defaultValue={values['numerator'] ?? String(now.numerator)}
          error={errors['numerator']}
        />
        <TextInput
          name="denominator"
          label="Из скольких"
          hint="В доле 1/3 это 3"
          inputMode="numeric"
          short
          defaultValue={values['denominator'] ?? String(now.denominator)}
          error={errors['denominator']}
        />
        <TextInput
          name="fromMonth"
          type="month"
          label="Начиная с месяца"
          hint="Например, 2026-10. Проведённые месяцы останутся как были"
          short
          defaultValue={values['fromMonth'] ?? nextPeriod}
          error={errors['fromMonth']}
        />
        <TextInput
          name="document"
          label="Документ"
          hint="Например: выписка ЕГРН от 12.10.2026"
          maxLength={300}
          defaultValue={values['document'] ?? (owner ? `Запись о праве: ${owner.name}` : '')}
          error={errors['document']}
        />
        <Actions>
          <Button>Сохранить долю</Button>
          <Link className="go" to={back}>
            Не менять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
