// «Почему столько?»: the sum told as boxes, each with its number and a word for it.

export type FormulaPart = { sign?: '×' | '÷' | '+' | '−' | '='; value: string; says: string };

const spoken: Readonly<Record<NonNullable<FormulaPart['sign']>, string>> = {
  '×': 'умножить на',
  '÷': 'разделить на',
  '+': 'плюс',
  '−': 'минус',
  '=': 'получается',
};

/** The parts in their order; the one after «=» is the sum the person asked about. Values come already formatted with their units. */
export function Formula({ parts }: { parts: readonly FormulaPart[] }) {
  return (
    <ol className="formula">
      {parts.map(({ sign, value, says }, place) => (
        <li key={`${place}${value}`} className={sign === '=' ? 'eq' : undefined}>
          {sign ? (
            <i role="img" aria-label={spoken[sign]}>
              {sign}
            </i>
          ) : (
            <i aria-hidden="true" />
          )}
          <span>
            <b className="num">{value}</b>
            {says}
          </span>
        </li>
      ))}
    </ol>
  );
}
