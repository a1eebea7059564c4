// Rights of a power of attorney: in words, and to tick.
import { POWER_RIGHTS, type PowerRight, rightWords } from '#contract/areas';

export const listedRights = (rights: readonly PowerRight[]): string => rights.map((right) => rightWords[right]).join(', ');
export const rightsOf = (form: FormData): PowerRight[] => POWER_RIGHTS.filter((right) => form.getAll('rights').includes(right));

export const RightsField = ({ chosen, error }: { chosen: readonly PowerRight[] | undefined; error: string | undefined }) => (
  <fieldset className={error ? 'stack near bad-field' : 'stack near'}>
    <legend>Что можно</legend>
    {error && (
      <p className="err" id="rights-error">
        {error}
      </p>
    )}
    {POWER_RIGHTS.map((right, place) => (
      <label key={right} className="check">
        <input type="checkbox" id={place === 0 ? 'rights' : undefined} name="rights" value={right} defaultChecked={chosen?.includes(right)} />
        <span>{rightWords[right]}</span>
      </label>
    ))}
  </fieldset>
);
