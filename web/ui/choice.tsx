// Ticks and choices.
import type { ReactNode } from 'react';
import { FieldError, type FieldGiven, Hint, wiring } from './field.tsx';

/** One tick. The label is a whole sentence about what the person agrees to or switches on. */
export function Checkbox({ value = 'on', checked, ...field }: FieldGiven & { value?: string; checked?: boolean }) {
  const { name, label, hint, error } = field;
  return (
    <div className={error ? 'field bad-field' : 'field'}>
      {error && <FieldError name={name}>{error}</FieldError>}
      <label className="check">
        <input type="checkbox" value={value} defaultChecked={checked} {...wiring(field)} />
        <span>{label}</span>
      </label>
      {hint && <Hint name={name}>{hint}</Hint>}
    </div>
  );
}

export type Choice = { value: string; name: ReactNode; hint?: ReactNode; icon?: ReactNode };

type Given = FieldGiven & {
  choices: readonly Choice[];
  chosen?: string | undefined;
  /** Big sheets to press, for the main question of a page. */ sheets?: boolean;
};

/** One of a few. The first radio carries the field's id, so that the error summary leads to it. */
export function RadioGroup({ choices, chosen, sheets, ...field }: Given) {
  const { name, label, hint, error } = field;
  const describedBy = wiring(field)['aria-describedby'];
  return (
    <fieldset className={error ? 'stack near bad-field' : 'stack near'} aria-describedby={describedBy}>
      <legend>{label}</legend>
      {hint && <Hint name={name}>{hint}</Hint>}
      {error && <FieldError name={name}>{error}</FieldError>}
      {choices.map((choice, place) => (
        <label key={choice.value} className={sheets ? 'choice' : 'check'}>
          <input type="radio" id={place === 0 ? name : undefined} name={name} value={choice.value} defaultChecked={choice.value === chosen} />
          <span>
            {sheets ? <b>{choice.name}</b> : choice.name}
            {choice.hint && (
              <>
                <br />
                <span className="hint">{choice.hint}</span>
              </>
            )}
          </span>
          {sheets && choice.icon}
        </label>
      ))}
    </fieldset>
  );
}
