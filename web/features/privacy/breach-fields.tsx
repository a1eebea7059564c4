// What is known of a breach: the members that the notices ask for.
import type { Breach } from '#contract/privacy-watch';
import { NumberInput, TextArea, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import type { Refused } from '#web/form.ts';
import { textOf } from '#web/form.ts';
import { When } from '#ui/format.tsx';
import { ZONE } from './document.tsx';

export function BreachFields({ breach, answer }: { breach?: Breach; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const given = (name: 'title' | 'cause' | 'kinds' | 'harm' | 'measures' | 'people'): string => answer?.values[name] ?? String(breach?.[name] ?? '');
  return (
    <>
      <TextInput name="title" label="Что произошло" maxLength={200} defaultValue={given('title')} error={errors['title']} />
      <TextArea name="cause" label="Предполагаемая причина" rows={2} maxLength={2_000} defaultValue={given('cause')} error={errors['cause']} />
      <TextInput name="kinds" label="Какие данные" hint="Имена, телефоны, счета" maxLength={1_000} defaultValue={given('kinds')} error={errors['kinds']} />
      <NumberInput name="people" label="Скольких людей касается" defaultValue={given('people')} error={errors['people']} />
      <TextArea name="harm" label="Предполагаемый вред" rows={2} maxLength={2_000} defaultValue={given('harm')} />
      <TextArea name="measures" label="Что уже сделано" rows={2} maxLength={2_000} defaultValue={given('measures')} />
    </>
  );
}

/** The same members from a form. */
export const breachOf = (form: FormData) => ({
  title: textOf(form, 'title'),
  cause: textOf(form, 'cause'),
  kinds: textOf(form, 'kinds'),
  people: Number(textOf(form, 'people').replaceAll(/\D/g, '') || '0'),
  harm: textOf(form, 'harm'),
  measures: textOf(form, 'measures'),
});

/** Sent, on its way, or late. */
export function NoticeState({ notice: { sentAt, number, dueAt, isLate } }: { notice: Breach['first'] }) {
  if (sentAt !== null)
    return (
      <span className="row">
        <Status tone="ok">Отправлено</Status>
        <span className="mut sml">№ {number}</span>
      </span>
    );
  return (
    <span className="row">
      <Status tone={isLate ? 'bad' : 'lit'}>{isLate ? 'Срок прошёл' : 'Отправить'}</Status>
      <span className="mut sml">
        до <When instant={dueAt} timeZone={ZONE} />
      </span>
    </span>
  );
}
