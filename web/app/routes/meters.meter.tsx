// One meter: what it is, its verification, a request for another one (MTR-1).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { REPLACEMENT_REASONS, type ReplacementReason } from '#contract/meter-words';
import { getMeter, requestReplacement } from '#contract/meters';
import { counted } from '#contract/russian';
import { replacementStatuses, verificationStates } from '#contract/statuses/meters';
import { FaultNotice } from '#features/meters/fault-notice.tsx';
import { dialText } from '#features/meters/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { lookOf, Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const keysOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId'] ?? '', meterId: params['meterId'] ?? '' });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  return { meter: await load(context, getMeter, { params: keysOf(params) }), asked: new URL(request.url).searchParams.has('asked') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const reason = textOf(form, 'reason');
  if (!Object.hasOwn(REPLACEMENT_REASONS, reason)) return refused(wrongFields({ reason: 'Выберите, что случилось со счётчиком' }), form);
  const comment = textOf(form, 'comment');
  const { houseId, meterId } = keysOf(params);
  const done = await attempt(
    context,
    requestReplacement,
    { params: { houseId, meterId }, body: { reason: reason as ReplacementReason, ...(comment !== '' && { comment }) } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/meters/${houseId}/${meterId}?asked`, 303) : refused(done.problem, form);
}

const maybe = (day: string | null) => (day === null ? 'не указано' : <Day day={day} />);

export default function MeterPage() {
  const { meter, asked } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const title = `${meter.serviceName}, № ${meter.serial}`;
  return (
    <Page title={title} problem={answer?.problem} back={{ to: '/meters', name: 'Счётчики' }}>
      <ErrorSummary problem={answer?.problem} />
      {asked && !answer && (
        <Notice tone="ok" heading="Заявка отправлена" announce>
          <p>{`${meter.organization} ответит здесь и в уведомлении.`}</p>
        </Notice>
      )}
      {meter.removedOn && (
        <Notice heading="Счётчик снят">
          <p>
            Он стоял до <Day day={meter.removedOn} />. История сохранена.
          </p>
        </Notice>
      )}
      <FaultNotice meter={meter} />
      <Card heading="Счётчик" aside={<Status tone={lookOf({ rows: verificationStates, is: meter.verification.state }).tone}>{meter.verification.text}</Status>}>
        <DefinitionList
          items={[
            { name: 'Адрес', value: meter.address },
            { name: 'Где стоит', value: meter.place || 'не указано' },
            { name: 'Марка', value: [meter.make, meter.model].filter(Boolean).join(' ') || 'не указана' },
            { name: 'Цифр на табло', value: `${meter.digits} до запятой${meter.decimals > 0 ? `, ${meter.decimals} после` : ''}` },
            { name: 'Тарифных зон', value: counted(meter.registers.length, ['зона', 'зоны', 'зон']) },
            { name: 'Показания принимает', value: meter.organization },
            { name: 'Установлен', value: <Day day={meter.installedOn} /> },
            { name: 'Опломбирован', value: maybe(meter.sealedOn) },
            { name: 'Последняя поверка', value: maybe(meter.verifiedOn) },
            { name: 'Следующая поверка', value: maybe(meter.nextVerificationOn) },
            ...meter.registers.map(({ name, previous, current }) => ({
              name: name || 'Последнее показание',
              value: <span className="num">{dialText((current ?? previous).value, meter)}</span>,
            })),
          ]}
        />
      </Card>
      {meter.replacements.length > 0 && (
        <Card heading="Заявки на замену">
          {meter.replacements.map((one) => (
            <div key={one.id} className="stack near">
              <p className="row">
                <StatusOf rows={replacementStatuses} is={one.status} />
                <span>{REPLACEMENT_REASONS[one.reason]}</span>
                <span className="mut">
                  <When instant={one.at} timeZone={meter.timeZone} />
                </span>
              </p>
              {one.answer && <p>{one.answer}</p>}
            </div>
          ))}
        </Card>
      )}
      {meter.can.requestReplacement && (
        <Card heading="Нужен другой счётчик?">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <RadioGroup
              name="reason"
              label="Что случилось"
              choices={Object.entries(REPLACEMENT_REASONS).map(([value, name]) => ({ value, name }))}
              chosen={answer?.values['reason']}
              error={errorsOf(answer?.problem)['reason']}
            />
            <TextArea
              name="comment"
              label="Пояснение, если нужно"
              maxLength={1000}
              rows={3}
              defaultValue={answer?.values['comment']}
              error={errorsOf(answer?.problem)['comment']}
            />
            <Actions>
              <Button>Попросить о замене</Button>
            </Actions>
          </Form>
        </Card>
      )}
    </Page>
  );
}
