// Consents: each purpose with its text, given and taken back by one button (PRIV-1).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { type Consent, getConsents, giveConsent, type Purpose, PURPOSES, withdrawConsent } from '#contract/privacy';
import { ConsentState, FoldedText, PolicyLink, ZONE } from '#features/privacy/document.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { samePath } from '#web/view.ts';

const told: Readonly<Record<string, string>> = { given: 'Согласие записано', withdrawn: 'Согласие отозвано, оно уже не действует' };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  return { consents: await load(context, getConsents, {}), done: told[search.get('done') ?? ''] ?? null, of: search.get('of') };
}

const isPurpose = (code: string): code is Purpose => PURPOSES.some((one) => one === code);

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const code = textOf(form, 'code');
  if (!isPurpose(code)) return redirect('/profile/consents', 303);
  const isGiven = textOf(form, 'intent') === 'give';
  const key = { key: keyOf(form) };
  const done = isGiven
    ? await attempt(context, giveConsent, { params: { code }, body: { version: Number(textOf(form, 'version')) } }, key)
    : await attempt(context, withdrawConsent, { params: { code } }, key);
  if (!done.ok) return refused(done.problem, form);
  const next = form.has('next')
    ? samePath(form.get('next'))
    : `/profile/consents?${new URLSearchParams(isGiven ? { done: 'given' } : { done: 'withdrawn', of: code })}`;
  return redirect(next, 303);
}

type Row = Awaited<ReturnType<typeof loader>>['consents']['history'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'title',
    name: 'Текст',
    head: true,
    cell: (row) => (
      <>
        {row.title}
        <br />
        <span className="mut sml">версия {row.version}</span>
      </>
    ),
  },
  { key: 'given', name: 'Дано', cell: (row) => <When instant={row.givenAt} timeZone={ZONE} /> },
  {
    key: 'ended',
    name: 'Закончилось',
    cell: (row) =>
      row.endedAt === null ? (
        'Действует'
      ) : (
        <>
          <When instant={row.endedAt} timeZone={ZONE} />
          <br />
          <span className="mut sml">{row.endReason === 'withdrawn' ? 'вы отозвали' : 'дано заново'}</span>
        </>
      ),
  },
  { key: 'sha', name: 'Отпечаток текста', cell: (row) => <span className="code">{row.sha256.slice(0, 16)}</span> },
];

export default function ProfileConsents() {
  const {
    consents: { policy, purposes, history },
    done,
    of,
  } = useLoaderData<typeof loader>();
  const withdrawn = purposes.find(({ code }) => code === of);
  const problem = useActionData<Refused>()?.problem;
  return (
    <Page title="Согласия" problem={problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={problem} />
      {done !== null && !problem && (
        <Notice tone="ok" announce>
          <p>
            {done}.{withdrawn && ` ${consequences(withdrawn)}`}
          </p>
        </Notice>
      )}
      <p className="lead">Лицевые счета, начисления и платежи портал ведёт по закону и договору, согласие для этого не нужно. Остальное решаете вы.</p>
      {purposes.map((consent) => (
        <PurposeCard key={consent.code} consent={consent} />
      ))}
      <Card heading="Политика обработки данных">
        <p>
          Действует версия {policy.version}.{' '}
          {policy.readAt !== null && (
            <>
              Вы прочитали версию {policy.readVersion} <When instant={policy.readAt} timeZone={ZONE} />.
            </>
          )}{' '}
          <PolicyLink>Открыть политику и все её версии</PolicyLink>
        </p>
      </Card>
      {history.length > 0 && (
        <section className="stack" aria-labelledby="history">
          <h2 id="history">На что вы соглашались</h2>
          <DataTable caption="Согласия, по московскому времени" columns={columns} rows={history} rowKey={(row) => row.id} />
        </section>
      )}
    </Page>
  );
}

/** What stays possible, and what becomes of the data: the text itself says it last. */
const consequences = ({ sections }: Consent): string =>
  sections
    .slice(-2)
    .toReversed()
    .flatMap(({ paragraphs }) => paragraphs)
    .join(' ')
    .replace('До отзыва. ', '');

function PurposeCard({ consent }: { consent: Consent }) {
  const isGiven = consent.state === 'given';
  return (
    <Card heading={consent.title} aside={<ConsentState consent={consent} />}>
      <p>{consent.sections[0]?.paragraphs[0]}</p>
      {consent.state !== 'none' && <p className="mut">Если отозвать: {consequences(consent)}</p>}
      <FoldedText sections={consent.sections} />
      <Form method="post" noValidate>
        <FormKey />
        <input type="hidden" name="code" value={consent.code} />
        <input type="hidden" name="version" value={consent.version} />
        <Actions>
          {!isGiven && (
            <Button kind="alt" name="intent" value="give">
              Дать согласие<span className="vh">: {consent.title}</span>
            </Button>
          )}
          {consent.state !== 'none' && (
            <Button kind={isGiven ? 'alt' : 'bare'} name="intent" value="withdraw">
              Отозвать<span className="vh">: {consent.title}</span>
            </Button>
          )}
        </Actions>
      </Form>
    </Card>
  );
}
