// What staff do with one meter: read it, note its verification, replace it, answer a request.
import { ChevronDown } from 'lucide-react';
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { REPLACEMENT_REASONS } from '#contract/meter-words';
import type { getWorkMeter } from '#contract/meters-park';
import { replacementStatuses } from '#contract/statuses/meters';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { NumberInput, TextArea, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import type { Answered } from '#web/form.ts';
import { NewMeterFields } from './new-meter-fields.tsx';
import { dialText } from './words.ts';

export type Meter = AnswerOf<typeof getWorkMeter>;
export type Given = { meter: Meter; answer: Answered | undefined };

/** Of the forms of the page only the one that was sent shows its errors and what was typed. */
export const stateOf = (answer: Answered | undefined, what: string) =>
  answer?.values['what'] === what ? { errors: errorsOf(answer.problem), values: answer.values, isOpen: true } : { errors: {}, values: {}, isOpen: false };

export const Hidden = ({ what, version }: { what: string; version: number }) => (
  <>
    <FormKey />
    <input type="hidden" name="what" value={what} />
    <input type="hidden" name="version" value={version} />
  </>
);

export function ZoneInputs({
  meter,
  list,
  errors,
  values,
}: {
  meter: Meter;
  list: string;
  errors: Partial<Record<string, string>>;
  values: Partial<Record<string, string>>;
}) {
  return meter.registers.map(({ zone, name, previous, current }, n) => (
    <div key={zone}>
      <input type="hidden" name={`${list}.${n}.zone`} value={zone} />
      <NumberInput
        name={`${list}.${n}.value`}
        label={`${name || 'Показание'}, ${meter.unit}`}
        hint={`Было ${dialText((current ?? previous).value, meter)}`}
        defaultValue={values[`${list}.${n}.value`]}
        error={errors[`${list}.${n}.value`]}
      />
    </div>
  ));
}

export function EnterReading({ meter, answer }: Given) {
  const { errors, values } = stateOf(answer, 'read');
  const warnings = meter.registers.flatMap((_, n) => errors[`readings.${n}.confirmed`] ?? []);
  return (
    <Card heading="Снять показание">
      <Form method="post" noValidate className="stack">
        <Hidden what="read" version={meter.version} />
        <div className="two">
          <ZoneInputs meter={meter} list="readings" errors={errors} values={values} />
          <TextInput name="takenOn" type="date" label="Когда сняли" max={meter.today} short defaultValue={values['takenOn'] ?? meter.today} />
        </div>
        {warnings.length > 0 && (
          <Notice tone="wait">
            {warnings.map((text) => (
              <p key={text}>{text}</p>
            ))}
            <label className="check">
              <input type="checkbox" id="readings.0.confirmed" name="confirmed" />
              <span>Проверили, всё верно</span>
            </label>
          </Notice>
        )}
        <Actions>
          <Button>Записать показание</Button>
        </Actions>
      </Form>
    </Card>
  );
}

/** What a check by an act found: it may be less than what was handed in. */
export function Control({ meter, answer }: Given) {
  const { errors, values, isOpen } = stateOf(answer, 'control');
  const warnings = meter.registers.flatMap((_, n) => errors[`control.readings.${n}.confirmed`] ?? []);
  return (
    <details className="more card" open={isOpen}>
      <summary>
        Записать показание проверки
        <Icon of={ChevronDown} turn />
      </summary>
      <Form method="post" noValidate className="stack">
        <Hidden what="control" version={meter.version} />
        <p>
          Проверяли счётчик и составили акт. Показание может быть и меньше переданного: разницу вернём или доначислим за месяц проверки, дальше считаем от него.{' '}
          {!meter.isOfHouse && 'Жители получат уведомление.'}
        </p>
        <div className="two">
          <ZoneInputs meter={meter} list="control.readings" errors={errors} values={values} />
          <TextInput
            name="control.takenOn"
            type="date"
            label="Когда проверили"
            max={meter.today}
            short
            defaultValue={values['control.takenOn']}
            error={errors['control.takenOn']}
          />
          <TextInput
            name="control.act"
            label="Акт проверки"
            hint="Например: акт № 15 от 12.11.2026"
            maxLength={200}
            defaultValue={values['control.act']}
            error={errors['control.act']}
          />
        </div>
        {warnings.length > 0 && (
          <Notice tone="wait">
            {warnings.map((text) => (
              <p key={text}>{text}</p>
            ))}
            <label className="check">
              <input type="checkbox" id="control.readings.0.confirmed" name="confirmed" />
              <span>Так и записано в акте</span>
            </label>
          </Notice>
        )}
        <Actions>
          <Button kind="alt">Записать проверку</Button>
        </Actions>
      </Form>
    </details>
  );
}

export function Verify({ meter, answer }: Given) {
  const { errors, values, isOpen } = stateOf(answer, 'verify');
  const field = (name: string) => ({ name, defaultValue: values[name], error: errors[name], type: 'date', short: true });
  return (
    <details className="more card" open={isOpen}>
      <summary>
        Записать поверку
        <Icon of={ChevronDown} turn />
      </summary>
      <Form method="post" noValidate className="stack">
        <Hidden what="verify" version={meter.version} />
        <div className="two">
          <TextInput label="Когда поверили" {...field('verify.verifiedOn')} max={meter.today} />
          <TextInput label="Следующая поверка" {...field('verify.nextVerificationOn')} />
          <TextInput label="Когда опломбировали, если меняли пломбу" {...field('verify.sealedOn')} max={meter.today} />
        </div>
        <Actions>
          <Button kind="alt">Записать поверку</Button>
        </Actions>
      </Form>
    </details>
  );
}

export function Replace({ meter, answer }: Given) {
  const { errors, values, isOpen } = stateOf(answer, 'replace');
  return (
    <details className="more card" open={isOpen}>
      <summary>
        Заменить счётчик
        <Icon of={ChevronDown} turn />
      </summary>
      <Form method="post" noValidate className="stack">
        <Hidden what="replace" version={meter.version} />
        <h3>Что показал старый при снятии</h3>
        <div className="two">
          <ZoneInputs meter={meter} list="lastReadings" errors={errors} values={values} />
        </div>
        <h3>Новый счётчик</h3>
        <NewMeterFields errors={errors} values={values} today={meter.today} service={meter.service} />
        <Actions>
          <Button kind="alt">Заменить счётчик</Button>
        </Actions>
      </Form>
    </details>
  );
}

export function Requests({ meter, answer }: Given) {
  if (meter.requests.length === 0) return null;
  const { errors, values, isOpen } = stateOf(answer, 'decline');
  return (
    <Card heading="Заявки на замену">
      {meter.requests.map((one) => (
        <div key={one.id} className="stack near">
          <p className="row">
            <StatusOf rows={replacementStatuses} is={one.status} side="work" />
            <span>{REPLACEMENT_REASONS[one.reason]}</span>
            <span className="mut">
              <When instant={one.at} timeZone={meter.timeZone} />
            </span>
          </p>
          {one.comment && <p>{one.comment}</p>}
          {one.answer && <p className="mut">{`Ответ: ${one.answer}`}</p>}
          {one.status === 'new' && (
            <details className="more" open={isOpen}>
              <summary>
                Ответить, что менять не нужно
                <Icon of={ChevronDown} turn />
              </summary>
              <Form method="post" noValidate className="stack">
                <Hidden what="decline" version={one.version} />
                <input type="hidden" name="requestId" value={one.id} />
                <TextArea name="answer" label="Ответ жителю" maxLength={1000} rows={3} defaultValue={values['answer']} error={errors['answer']} />
                <Actions>
                  <Button kind="alt">Ответить</Button>
                </Actions>
              </Form>
            </details>
          )}
        </div>
      ))}
    </Card>
  );
}
