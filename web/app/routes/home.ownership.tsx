// «Подтвердить владение»: the person's claims, and a new one for a home of theirs or for any by its cadastral number (OWN-1).
import { KeyRound } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { type Claim, getClaims, startClaim } from '#contract/ownership';
import { claimStatuses } from '#contract/statuses/ownership';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const [{ claims, isConfirmed }, homes] = await Promise.all([load(context, getClaims, {}), loadHomes(context)]);
  const home = chosenHome(homes, request.headers.get('cookie'));
  const isTaken = home !== undefined && home !== null && claims.some((claim) => claim.premisesId === home.premisesId && claim.status !== 'withdrawn');
  return { claims, isConfirmed, home: home && !isTaken ? { houseId: home.houseId, premisesId: home.premisesId, address: home.address } : null };
}

/** `intent`: home for the chosen one, number for any. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const body =
    textOf(form, 'intent') === 'home'
      ? { houseId: textOf(form, 'houseId'), premisesId: textOf(form, 'premisesId') }
      : { cadastralNumber: textOf(form, 'cadastralNumber') };
  const done = await attempt(context, startClaim, { body }, { key: keyOf(form) });
  return done.ok ? redirect(`/home/ownership/${done.value.houseId}/${done.value.claimId}`, 303) : refused(done.problem, form);
}

const columns: readonly Column<Claim>[] = [
  { key: 'address', name: 'Жильё', head: true, cell: (row) => <Link to={`/home/ownership/${row.houseId}/${row.claimId}`}>{unbroken(row.address)}</Link> },
  { key: 'changedAt', name: 'Изменено', half: true, cell: (row) => <When instant={row.changedAt} timeZone="Europe/Moscow" /> },
  { key: 'status', name: 'Состояние', plain: true, half: true, cell: (row) => <StatusOf rows={claimStatuses} is={row.status} side="person" /> },
];

export default function HomeOwnership() {
  const { claims, isConfirmed, home } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  return (
    <Page title="Подтверждение владения" problem={answer?.problem} back={{ to: '/home', name: 'Мой дом' }}>
      <ErrorSummary problem={answer?.problem} />
      {!isConfirmed && (
        <Notice heading="Сначала подтвердите личность">
          <p>
            Заявление можно начать, но подать его может только известный порталу человек. <Link to="/profile/state">Подтвердить через Госуслуги</Link>
          </p>
        </Notice>
      )}
      {claims.length > 0 ? (
        <DataTable caption="Ваши заявления" columns={columns} rows={claims} rowKey={(row) => row.claimId} />
      ) : (
        <EmptyState icon={KeyRound} heading="Заявлений ещё не было">
          <p>Понадобится выписка из ЕГРН о вашем жилье: закажите её на Госуслугах и приложите вместе с файлом подписи.</p>
        </EmptyState>
      )}
      {home && (
        <Card heading={unbroken(home.address)}>
          <Form method="post" className="stack">
            <FormKey />
            <input type="hidden" name="houseId" value={home.houseId} />
            <input type="hidden" name="premisesId" value={home.premisesId} />
            <Actions>
              <Button name="intent" value="home">
                Подтвердить владение
              </Button>
            </Actions>
          </Form>
        </Card>
      )}
      <Card heading="Другое жильё">
        <Form method="post" noValidate className="stack">
          <FormKey />
          <TextInput
            name="cadastralNumber"
            label="Кадастровый номер"
            hint="Из выписки, например 66:41:0000001:1017"
            maxLength={60}
            defaultValue={answer?.values['cadastralNumber']}
            error={errors['cadastralNumber']}
          />
          <Actions>
            <Button kind={home ? 'alt' : 'main'} name="intent" value="number">
              Начать заявление
            </Button>
          </Actions>
        </Form>
      </Card>
      <p>
        <ButtonLink kind="bare" to="/check">
          Проверить справку по коду
        </ButtonLink>
      </p>
    </Page>
  );
}
