// «Удостоверяющий центр» (SIGN-1): the portal's authority for administrators, who revoke a certificate by a code, and for the auditor.
import { Download } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { askRevocationCode, CERTIFICATES_MOST, getAuthority, revokeCertificate } from '#contract/signing';
import { certificateStates } from '#contract/statuses/identity';
import { AskCode, CodeField } from '#features/identity/code-field.tsx';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
type Authority = AnswerOf<typeof getAuthority>;
/** `holder` null: the one by which the others are issued. */
type Chosen = { number: string; holder: string | null };
type Answer = Partial<Refused> & { reason?: string; confirmationId?: string; sentTo?: string };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const find = (asked.get('find') ?? '').trim().slice(0, 100);
  const authority = await load(context, getAuthority, { query: { ...(find !== '' && { find }) } });
  const revocable: Chosen[] = [
    ...authority.certificates.filter(({ state }) => state === 'active'),
    ...authority.issuing.filter(({ revokedAt }) => revokedAt === null).map(({ number }) => ({ number, holder: null })),
  ];
  const chosen = authority.can.revoke ? revocable.find(({ number }) => number === asked.get('revoke')) : undefined;
  return { ...authority, find, chosen: chosen ? { number: chosen.number, holder: chosen.holder } : null, done: asked.has('done') };
}

/** `intent`: code or revoke. The reason goes along with the code, so that the same is confirmed. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const body = { certificateNumber: textOf(form, 'certificateNumber'), reason: textOf(form, 'reason') };
  if (body.reason.length < 3) return refused(wrongFields({ reason: 'Напишите, почему отзываете' }), form);
  if (textOf(form, 'intent') === 'code') {
    const asked = await attempt(context, askRevocationCode, { body }, key);
    return asked.ok
      ? data({ reason: body.reason, confirmationId: asked.value.confirmationId, sentTo: asked.value.sentTo } satisfies Answer)
      : refused(asked.problem, form);
  }
  const confirmationId = textOf(form, 'confirmationId');
  const done = await attempt(context, revokeCertificate, { body: { ...body, confirmationId, code: textOf(form, 'code') } }, key);
  if (done.ok) return redirect(`/work/authority?find=${body.certificateNumber}&done=1`, 303);
  return data({ problem: done.problem, key: key.key, reason: body.reason, confirmationId } satisfies Answer, { status: done.problem.status });
}

export default function WorkAuthority() {
  const { issuing, certificates, isMore, can, find, chosen, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Удостоверяющий центр" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {done && !answer && (
        <Notice tone="ok" heading="Сертификат отозван" announce>
          <p>Он уже в списке отозванных. Владелец узнает об этом из сообщения.</p>
        </Notice>
      )}
      {chosen && <Revoke chosen={chosen} find={find} answer={answer} />}
      <Form method="get" role="search" className="card row finder">
        <TextInput name="find" label="Номер сертификата, фамилия или организация" type="search" defaultValue={find} />
        <Button kind={chosen ? 'alt' : 'main'}>Найти</Button>
      </Form>
      {find !== '' && !done && certificates.length === 0 && (
        <Notice tone="wait" announce>
          <p>Таких сертификатов нет. Проверьте номер или имя.</p>
        </Notice>
      )}
      {certificates.length > 0 && (
        <DataTable
          caption={isMore ? `Первые ${CERTIFICATES_MOST} сертификатов: уточните, кого ищете` : 'Сертификаты'}
          rows={certificates}
          rowKey={(row) => row.number}
          columns={columnsOf(can.revoke ? find : null)}
        />
      )}
      {issuing.length === 0 ? (
        <p className="mut">Центр начнёт работу с первым сертификатом.</p>
      ) : (
        issuing.map((one) => <Issuing key={one.id} issuing={one} mayRevoke={can.revoke} />)
      )}
    </Page>
  );
}

const printed = (number: string): string => number.toLowerCase().replaceAll(/(.{4})(?=.)/g, '$1 ');
const reasons = { lost: 'ключ потерян', unneeded: 'больше не нужен', administrator: 'администратором' } as const;

/** `find`: what was searched for, where the person may revoke. */
const columnsOf = (find: string | null): readonly Column<Authority['certificates'][number]>[] => [
  { key: 'holder', name: 'Владелец', head: true, cell: (row) => row.holder },
  { key: 'number', name: 'Номер', cell: (row) => <span className="code">{printed(row.number)}</span> },
  { key: 'issued', name: 'Выдан', cell: (row) => <When instant={row.issuedAt} timeZone={ZONE} /> },
  { key: 'expires', name: 'Действует до', cell: (row) => <When instant={row.expiresAt} timeZone={ZONE} /> },
  {
    key: 'state',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={certificateStates} is={row.state} />
        {row.revokedAt !== null && (
          <span className="mut sml">
            {' '}
            <When instant={row.revokedAt} timeZone={ZONE} />
            {row.revokedWhy && `, ${reasons[row.revokedWhy]}`}
          </span>
        )}
      </>
    ),
  },
  ...(find === null
    ? []
    : [
        {
          key: 'revoke',
          name: 'Действие',
          silent: true,
          cell: (row: Authority['certificates'][number]) =>
            row.state === 'active' && (
              <Link to={`/work/authority?find=${encodeURIComponent(find)}&revoke=${row.number}`}>
                Отозвать<span className="vh">: {row.holder}</span>
              </Link>
            ),
        },
      ]),
];

function Revoke({ chosen, find, answer }: { chosen: Chosen; find: string; answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  const isAsked = answer?.confirmationId !== undefined;
  return (
    <Card heading={chosen.holder === null ? 'Отозвать сертификат, которым выдают остальные' : `Отозвать сертификат: ${chosen.holder}`}>
      {chosen.holder === null ? (
        <p>
          Вместе с ним отзываются ключи всех людей и организаций, выданные под ним: каждому придёт сообщение, и каждый сделает новый. Подписи с отметкой
          времени, поставленные раньше, останутся верными.
        </p>
      ) : (
        <p>Этим ключом больше ничего не подписать, вернуть сертификат нельзя. Подписи, поставленные раньше, останутся верными.</p>
      )}
      <p className="mut sml">
        Сертификат: <span className="code">{printed(chosen.number)}</span>
      </p>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="certificateNumber" value={chosen.number} />
        <TextInput
          name="reason"
          label="Почему отзываете"
          hint="Владелец увидит это в своём журнале"
          maxLength={200}
          readOnly={isAsked}
          defaultValue={answer?.reason ?? answer?.values?.['reason']}
          error={errors['reason']}
        />
        {isAsked && (
          <>
            <input type="hidden" name="confirmationId" value={answer.confirmationId} />
            <CodeField sentTo={answer.sentTo} does="подтверждает отзыв именно этого сертификата" error={errors['code']} />
            <Actions>
              <Button kind="bad" name="intent" value="revoke">
                Отозвать сертификат
              </Button>
              <ConfirmByPasskey confirmationId={answer.confirmationId!} />
            </Actions>
            <OtherWay confirmationId={answer.confirmationId!} />
          </>
        )}
        <Actions>
          <Button kind={isAsked ? 'bare' : 'main'} name="intent" value="code">
            <AskCode again={isAsked} />
          </Button>
          <ButtonLink kind="bare" to={`/work/authority?find=${encodeURIComponent(find)}`}>
            Не отзывать
          </ButtonLink>
        </Actions>
      </Form>
    </Card>
  );
}

function Issuing({
  issuing: { id, rootId, number, issuedAt, expiresAt, revokedAt, list },
  mayRevoke,
}: {
  issuing: Authority['issuing'][number];
  mayRevoke: boolean;
}) {
  return (
    <Card heading="Сертификат, которым выдают остальные" aside={revokedAt !== null && <StatusOf rows={certificateStates} is="revoked" />}>
      <DefinitionList
        items={[
          { name: 'Номер', value: <span className="code">{printed(number)}</span> },
          {
            name: 'Действует',
            value: (
              <>
                с <When instant={issuedAt} timeZone={ZONE} /> до <When instant={revokedAt ?? expiresAt} timeZone={ZONE} />
              </>
            ),
          },
          {
            name: 'Список отозванных',
            value:
              list === null ? (
                'ещё никто не запрашивал'
              ) : (
                <>
                  № {list.number} от <When instant={list.madeAt} timeZone={ZONE} />, в нём сертификатов: {list.revoked}
                </>
              ),
          },
          ...(list === null
            ? []
            : [
                {
                  name: 'Следующий',
                  value: (
                    <>
                      не позже <When instant={list.until} timeZone={ZONE} />, после отзыва сразу
                    </>
                  ),
                },
              ]),
        ]}
      />
      <Actions>
        <a className="go" href={`/api/v1/signing/revoked/${id}`} download>
          <Icon of={Download} />
          Список отозванных
        </a>
        <a className="go" href={`/api/v1/signing/revoked/${rootId}`} download>
          <Icon of={Download} />
          Список корневого
        </a>
        <a className="go" href="/api/v1/signing/root.pem" download>
          <Icon of={Download} />
          Корневой сертификат
        </a>
        {mayRevoke && revokedAt === null && <GoLink to={`/work/authority?revoke=${number}`}>Отозвать</GoLink>}
      </Actions>
    </Card>
  );
}
