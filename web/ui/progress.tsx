import { useId } from 'react';
import { Link, useLocation } from 'react-router';
import { counted, formatDecimal } from '#contract/russian';

type Given = {
  label: string;
  done: number;
  /** null while nobody knows how much there is. */ total: number | null;
  unit: readonly [one: string, few: string, many: string];
  finished?: boolean;
};

/** Long work under way. Live events bring the page up to date; without JavaScript the link does. */
export function Progress({ label, done, total, unit, finished }: Given) {
  const id = useId();
  const { pathname, search } = useLocation();
  return (
    <div className="stack near">
      <label className="lbl" htmlFor={id}>
        {label}
      </label>
      <progress id={id} max={total ?? undefined} value={total === null ? undefined : done} />
      <p className="row apart sml">
        <span className="mut num">{total === null ? `Готово: ${counted(done, unit)}` : `${formatDecimal(String(done))} из ${counted(total, unit)}`}</span>
        {!finished && (
          <Link className="go" to={pathname + search} reloadDocument>
            Обновить
          </Link>
        )}
      </p>
    </div>
  );
}
