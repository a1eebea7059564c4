// What is known of a meter that is put in: the same fields for a new one and for one that replaces another.
import { METERED_SERVICES, type MeteredService } from '#contract/meter-words';
import { NumberInput, TextInput } from '#ui/inputs.tsx';
import { textOf } from '#web/form.ts';

type Given = {
  errors: Partial<Record<string, string>>;
  values: Partial<Record<string, string>>;
  today: string;
  service?: MeteredService | undefined;
  zones?: number;
};

const STARTS = [
  ['Показание на новом счётчике', ''],
  ['То же по Т2 (ночь), если есть', 'Пусто, если тариф один'],
  ['То же по Т3 (полупик), если есть', 'Пусто, если тарифов два'],
] as const;

export function NewMeterFields({ errors, values, today, service, zones }: Given) {
  const field = (name: string) => ({ name, defaultValue: values[name], error: errors[name] });
  const isWater = service === undefined || service === 'cold_water' || service === 'hot_water';
  return (
    <>
      <div className="two">
        <TextInput label="Номер счётчика" {...field('serial')} required autoComplete="off" />
        <TextInput label="Номер в ГИС ЖКХ, если есть" {...field('stateNumber')} autoComplete="off" />
        <TextInput label="Марка" {...field('make')} />
        <TextInput label="Модель" {...field('model')} />
        <NumberInput label="Цифр до запятой" {...field('digits')} defaultValue={values['digits'] ?? '5'} inputMode="numeric" />
        <NumberInput
          label="Цифр после запятой"
          hint="По которым начисляют: от 0 до 3"
          {...field('decimals')}
          defaultValue={values['decimals'] ?? (isWater ? '3' : '0')}
          inputMode="numeric"
        />
        <TextInput type="date" label="Когда установили" {...field('installedOn')} defaultValue={values['installedOn'] ?? today} max={today} short />
        <TextInput type="date" label="Последняя поверка" {...field('verifiedOn')} max={today} short />
        <TextInput type="date" label="Следующая поверка" hint="Напомним жильцам заранее" {...field('nextVerificationOn')} short />
      </div>
      <div className="two">
        {STARTS.slice(0, zones ?? 3).map(([label, hint], n) => (
          <NumberInput
            key={label}
            label={label}
            {...(hint && { hint })}
            {...field(`registers.${n}.initialValue`)}
            defaultValue={values[`registers.${n}.initialValue`] ?? (n === 0 ? '0' : '')}
          />
        ))}
      </div>
    </>
  );
}

const dayOf = (form: FormData, name: 'verifiedOn' | 'nextVerificationOn' | 'stateNumber') => (textOf(form, name) === '' ? {} : { [name]: textOf(form, name) });

/** The body of the command from the form. One register without a zone, or T1, T2, T3. */
export function newMeterOf(form: FormData) {
  const starts = [0, 1, 2].map((n) => textOf(form, `registers.${n}.initialValue`));
  const given = starts.filter((value, n) => n === 0 || value !== '');
  const registers = given.map((initialValue, n) => ({ zone: given.length === 1 ? ('' as const) : ((['T1', 'T2', 'T3'] as const)[n] ?? 'T3'), initialValue }));
  return {
    serial: textOf(form, 'serial'),
    make: textOf(form, 'make'),
    model: textOf(form, 'model'),
    digits: Number(textOf(form, 'digits')),
    decimals: Number(textOf(form, 'decimals')),
    installedOn: textOf(form, 'installedOn'),
    registers,
    ...dayOf(form, 'verifiedOn'),
    ...dayOf(form, 'nextVerificationOn'),
    ...dayOf(form, 'stateNumber'),
  };
}

export const serviceOptions = Object.entries(METERED_SERVICES).map(([value, name]) => ({ value, name }));
