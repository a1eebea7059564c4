// What a child may use and when: the same fields for a new profile and for a change.
import { CHILD_SERVICES, serviceWords } from '#contract/areas';
import { Checkbox } from '#ui/choice.tsx';
import { TextInput } from '#ui/inputs.tsx';

export type LimitValues = { services: readonly string[]; from: string; to: string };

/** Minutes of the day as a field of time has them: 480 is «08:00», the end of the day «23:59». */
export const timeOf = (minute: number): string =>
  minute >= 1440 ? '23:59' : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The other way; a field that was left empty gives `otherwise`. */
export function minuteOf(text: string, otherwise: number): number {
  const [hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return otherwise;
  return hours * 60 + minutes === 1439 ? 1440 : hours * 60 + minutes;
}

export function ChildLimits({
  of,
  values,
  error,
}: {
  /** Ends the fields' ids where several such forms stand on a page. */ of: string;
  values: LimitValues;
  error?: string | undefined;
}) {
  return (
    <>
      <fieldset className="stack near">
        <legend>Что открыто</legend>
        {CHILD_SERVICES.map((service) => (
          <Checkbox key={service} name={`service.${service}${of}`} label={serviceWords[service]} checked={values.services.includes(service)} />
        ))}
        <p className="hint">Деньги, счета, голосования и личные данные ребёнку закрыты всегда</p>
      </fieldset>
      <TextInput name={`from${of}`} type="time" label="С какого времени" short defaultValue={values.from} />
      <TextInput name={`to${of}`} type="time" label="До какого времени" hint="По часам вашего дома" short defaultValue={values.to} error={error} />
    </>
  );
}
