// «Перерасчёт за отсутствие»: a resident asks for days away, adds papers, sees the answer (Rules 354, part VIII).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { type Absence, askAbsence, getAbsences, PROOFS_MOST } from '#contract/absences';
import { counted, formatDay } from '#contract/russian';
import { absenceStatuses } from '#contract/statuses/calculation';
import { daysAway } from '#features/calculation/absence-words.ts';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { FileInput, NumberInput, TextArea, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { refusalText } from '#web/refusal-text.ts';

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, accountId: params['accountId']! });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  return {
    ...paramsOf(params),
    fileFault: refusalText(new URL(request.url).searchParams.get('refused')),
    ...(await load(context, getAbsences, { params: paramsOf(params) })),
  };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [persons, leftOn, returnedOn, comment] = [textOf(form, 'persons'), textOf(form, 'leftOn'), textOf(form, 'returnedOn'), textOf(form, 'comment')];
  const wrong = {
    ...(!/^[1-9]\d?$/.test(persons) && { persons: 'Введите число от 1 до 99' }),
    ...(leftOn === '' && { leftOn: 'Введите день отъезда' }),
    ...(returnedOn === '' && { returnedOn: 'Введите день возвращения' }),
  };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const of = paramsOf(params);
  const done = await attempt(
    context,
    askAbsence,
    { params: of, body: { persons: Number(persons), leftOn, returnedOn, ...(comment !== '' && { comment }) } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/accounts/${of.houseId}/${of.accountId}/absence?done=asked`, 303) : refused(done.problem, form);
}

const DONE: Readonly<Record<string, string>> = {
  asked: 'Заявление отправили. Теперь приложите, чем подтвердить отсутствие: билеты, справку, договор.',
  proof: 'Файл приложили.',
};

export default function AccountAbsence() {
  const { houseId, accountId, account, address, organization, services, absences, today, fileFault } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  const said = answer ? undefined : DONE[query.get('done') ?? ''];
  return (
    <Page title="Перерасчёт за отсутствие" problem={answer?.problem} back={{ to: `/accounts/${houseId}/${accountId}`, name: `Счёт ${account}` }}>
      <p className="lead">{unbroken(address)}</p>
      <ErrorSummary problem={answer?.problem} />
      {said && (
        <Notice tone="ok" announce>
          <p>{said}</p>
        </Notice>
      )}
      {!answer && fileFault !== null && (
        <Notice tone="bad" heading="Файл не приложили" announce>
          <p>{fileFault}</p>
        </Notice>
      )}
      {absences.map((one) => (
        <AbsenceCard key={one.requestId} absence={one} />
      ))}
      {services?.length === 0 ? (
        <Notice heading="По этому счёту пересчитывать нечего">
          <p>{`${organization} начисляет вам по счётчику или по площади. За отсутствие пересчитывают только то, что идёт по нормативу.`}</p>
        </Notice>
      ) : (
        <Card heading="Уезжали больше чем на пять дней?">
          <p>
            {services === null ? 'Пересчитывают услуги по нормативу, кроме отопления.' : `Пересчитают то, что идёт по нормативу: ${services.join(', ')}.`} День
            отъезда и день возвращения не считаются. Подать заявление можно заранее или за 30 дней после возвращения.
          </p>
          <Form method="post" noValidate className="stack">
            <FormKey />
            <NumberInput name="persons" label="Сколько человек уезжало" defaultValue={values['persons'] ?? '1'} error={errors['persons']} />
            <TextInput name="leftOn" type="date" label="День отъезда" short defaultValue={values['leftOn']} error={errors['leftOn']} />
            <TextInput
              name="returnedOn"
              type="date"
              label="День возвращения"
              hint={`Если ещё не вернулись, когда собираетесь. Сегодня ${formatDay(today)}`}
              short
              defaultValue={values['returnedOn']}
              error={errors['returnedOn']}
            />
            <TextArea name="comment" label="Пояснение" hint="Если хотите" rows={3} maxLength={500} defaultValue={values['comment']} error={errors['comment']} />
            <Actions>
              <Button>Отправить заявление</Button>
            </Actions>
          </Form>
        </Card>
      )}
    </Page>
  );
}

function AbsenceCard({ absence }: { absence: Absence }) {
  const { houseId, requestId, persons, status, decideBy, reason, proofs, can } = absence;
  return (
    <Card heading={daysAway(absence)} aside={<StatusOf rows={absenceStatuses} is={status} side="person" />}>
      <p>{`${counted(persons, ['человек', 'человека', 'человек'])}. ${status === 'waiting' ? `Ответят до ${formatDay(decideBy)}.` : status === 'accepted' ? 'Перерасчёт придёт в следующем счёте.' : ''}${reason === null ? '' : ` ${reason}`}`}</p>
      {proofs.length > 0 && (
        <p className="row">
          {proofs.map(({ fileId, name }) => (
            <GoLink key={fileId} away to={`/api/v1/absences/${houseId}/${requestId}/proofs/${fileId}`}>
              {name}
            </GoLink>
          ))}
        </p>
      )}
      {can.prove && (
        <form className="stack" method="post" action={`/api/v1/absences/${houseId}/${requestId}/proofs`} encType="multipart/form-data">
          <FileInput
            name="file"
            accept=".pdf,.jpg,.jpeg,.png,.webp,.heic"
            label={proofs.length === 0 ? 'Чем подтвердить отсутствие' : 'Ещё файл'}
            hint={`Билеты, справка, договор: PDF или снимок до 15 МБ, не больше ${counted(PROOFS_MOST, ['файла', 'файлов', 'файлов'])}`}
            required
          />
          <Actions>
            <Button kind="alt">Приложить</Button>
          </Actions>
        </form>
      )}
    </Card>
  );
}
