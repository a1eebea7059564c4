// Controls for text, money, lists and files on native HTML. No placeholders: a label says it, a hint shows it.
import type { InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { Field, type FieldGiven, wiring } from './field.tsx';

type Rest<Attributes> = Omit<Attributes, 'name' | 'id' | 'className' | 'style'>;

const split = <Given extends FieldGiven>({ name, label, hint, error, ...rest }: Given) => ({ field: { name, label, hint, error }, rest });

/** `short`: the width says that little is expected. */
export function TextInput({ short, ...given }: FieldGiven & { short?: boolean } & Rest<InputHTMLAttributes<HTMLInputElement>>) {
  const { field, rest } = split(given);
  return (
    <Field field={field}>
      <input {...rest} {...wiring(field)} className={short ? 'short' : undefined} />
    </Field>
  );
}

/** A sum in roubles as people type it: «1 500», «1500,5». The server reads it with parseKopecks. */
export function MoneyInput(given: FieldGiven & Rest<InputHTMLAttributes<HTMLInputElement>>) {
  const { field, rest } = split(given);
  return (
    <Field field={field}>
      <span className="with">
        <input inputMode="decimal" autoComplete="off" {...rest} {...wiring(field)} className="short num" />
        <span>₽</span>
      </span>
    </Field>
  );
}

/** A volume, a reading: decimal keys on a phone, equal digits. `unit` stands beside. */
export function NumberInput({ unit, ...given }: FieldGiven & { unit?: string } & Rest<InputHTMLAttributes<HTMLInputElement>>) {
  const { field, rest } = split(given);
  return (
    <Field field={field}>
      <span className="with">
        <input inputMode="decimal" autoComplete="off" {...rest} {...wiring(field)} className="short num" />
        {unit && <span>{unit}</span>}
      </span>
    </Field>
  );
}

export function TextArea(given: FieldGiven & Rest<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  const { field, rest } = split(given);
  return (
    <Field field={field}>
      <textarea {...rest} {...wiring(field)} />
    </Field>
  );
}

export type Option = { value: string; name: string };

export function Select({ options, ...given }: FieldGiven & { options: readonly Option[] } & Rest<SelectHTMLAttributes<HTMLSelectElement>>) {
  const { field, rest } = split(given);
  return (
    <Field field={field}>
      <select {...rest} {...wiring(field)}>
        {options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Its form must post to a streaming API route as multipart/form-data: pages' actions take no files. */
export function FileInput(given: FieldGiven & Rest<InputHTMLAttributes<HTMLInputElement>>) {
  const { field, rest } = split(given);
  return (
    <Field field={field}>
      <div className="drop">
        <input type="file" {...rest} {...wiring(field)} />
      </div>
    </Field>
  );
}
