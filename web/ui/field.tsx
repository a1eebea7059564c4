// A field: label, hint and error above what is filled in, tied together for screen readers.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type FieldGiven = {
  /** The member of the command; also the element's id, where the error summary leads. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and how to mend it, with the person's own number. From `errorsOf(problem)`. */
  error?: string | undefined;
};
export type Wiring = { id: string; name: string; 'aria-invalid'?: true; 'aria-describedby'?: string };

// Names made of headings of a file have spaces, ids may not.
const idOf = (name: string): string => name.replaceAll(/\s/g, '_');

/** Id, name and descriptions for the control of a field. */
export const wiring = ({ name, hint, error }: FieldGiven): Wiring => ({
  id: idOf(name),
  name,
  ...(error ? { 'aria-invalid': true } : {}),
  ...(error || hint ? { 'aria-describedby': [error && `${idOf(name)}-error`, hint && `${idOf(name)}-hint`].filter(Boolean).join(' ') } : {}),
});

export const Hint = ({ name, children }: { name: string; children: ReactNode }) => (
  <span className="hint" id={`${idOf(name)}-hint`}>
    {children}
  </span>
);

export const FieldError = ({ name, children }: { name: string; children: string }) => (
  <span className="err" id={`${idOf(name)}-error`}>
    <Icon of={CircleAlert} />
    <span>
      <span className="vh">Ошибка: </span>
      {children}
    </span>
  </span>
);

/** `children` is the control; it takes `wiring(field)`. */
export function Field({ field, children }: { field: FieldGiven; children: ReactNode }) {
  const { name, label, hint, error } = field;
  return (
    <div className={error ? 'field bad-field' : 'field'}>
      <label htmlFor={idOf(name)}>{label}</label>
      {hint && <Hint name={name}>{hint}</Hint>}
      {error && <FieldError name={name}>{error}</FieldError>}
      {children}
    </div>
  );
}
