// A chart is a table drawn as bars: the takeaway in words, the drawing, and the table itself.
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

export type Bar = {
  label: string;
  /** Drawn lengths only; the texts carry the exact numbers. null: not known. */ now: number | null;
  before: number | null;
  nowText: string;
  beforeText: string;
  /** What it is measured against, as a mark over the bars: the average of others. */ mark?: number | null;
};
type Given = {
  /** The conclusion, in one sentence. */ takeaway: string;
  bars: readonly Bar[];
  names: { label: string; now: string; before: string };
  unit: string;
  /** A line across all bars, and what the marks are. */ against?: { line?: { name: string; value: number } | undefined; marks?: string | undefined };
  /** The page's own, fuller table instead of the one made of the bars. */ table?: ReactNode;
};

/** A round number not below the largest, and the lines up to it. */
function scale(bars: readonly Bar[], line = 0): { top: number; ticks: number[] } {
  const largest = Math.max(...bars.flatMap(({ now, before, mark }) => [now ?? 0, before ?? 0, mark ?? 0]), line, 0) || 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = [0.2, 0.5, 1, 2, 2.5, 5].map((size) => size * power).find((size) => largest / size <= 4) ?? 5 * power;
  const count = Math.ceil(largest / step);
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, place) => place * step) };
}

const shown: (value: number) => string = new Intl.NumberFormat('ru', { maximumFractionDigits: 2 }).format;

/** This year solid, last year hatched. */
export function Figure({ takeaway, bars, names, unit, against, table }: Given) {
  const hatch = useId();
  const fill = `url(#${hatch})`;
  return (
    <figure className="plot">
      <figcaption>{takeaway}</figcaption>
      <p className="row sml" aria-hidden="true">
        <span>
          <svg width="18" height="14">
            <rect className="cur" width="18" height="14" rx="2" />
          </svg>{' '}
          {names.now}
        </span>
        <span>
          <svg width="18" height="14">
            <Hatch id={hatch} />
            <rect className="old" fill={fill} x="1" y="1" width="16" height="12" rx="2" />
          </svg>{' '}
          {names.before}
        </span>
        {against?.line && (
          <span>
            <svg width="18" height="14">
              <path className="norm" d="M0 7h18" />
            </svg>{' '}
            {against.line.name}
          </span>
        )}
        {against?.marks && (
          <span>
            <svg width="18" height="14">
              <path className="mark" d="M1 7h16" />
            </svg>{' '}
            {against.marks}
          </span>
        )}
        <span className="mut">{unit}</span>
      </p>
      <Columns bars={bars} fill={fill} line={against?.line?.value} />
      <Rows bars={bars} fill={fill} />
      <details className="more">
        <summary>
          Показать таблицу
          <Icon of={ChevronDown} turn />
        </summary>
        {table ?? (
          <table>
            <thead>
              <tr>
                <th scope="col">{names.label}</th>
                <th scope="col" className="n">{`${names.now}, ${unit}`}</th>
                <th scope="col" className="n">{`${names.before}, ${unit}`}</th>
              </tr>
            </thead>
            <tbody>
              {bars.map(({ label, nowText, beforeText }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className="n">{nowText}</td>
                  <td className="n">{beforeText}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </details>
    </figure>
  );
}

const Hatch = ({ id }: { id: string }) => (
  <defs>
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path className="hatch" d="M0 0v6" strokeWidth="3" />
    </pattern>
  </defs>
);

const [right, top, bottom] = [640, 14, 160];
/** Room of a digit before the axis, in units of the drawing. */
const DIGIT = 9;

/** An upright bar down to the axis, its corners rounded. All bars of a kind are one path: twenty elements less. */
function bar(x: number, y: number, width: number): string {
  const height = bottom - y;
  const r = Math.min(2, height / 2);
  const [across, up] = [width - 2 * r, height - 2 * r];
  return `M${x} ${y + r}a${r} ${r} 0 0 1 ${r}-${r}h${across}a${r} ${r} 0 0 1 ${r} ${r}v${up}a${r} ${r} 0 0 1-${r} ${r}h${-across}a${r} ${r} 0 0 1-${r}-${r}z`;
}

/** Where there is room: upright bars. */
function Columns({ bars, fill, line }: { bars: readonly Bar[]; fill: string; line: number | undefined }) {
  const { top: largest, ticks } = scale(bars, line);
  const left = 24 + DIGIT * Math.max(...ticks.map((tick) => shown(tick).length));
  const y = (value: number): number => Math.round((bottom - ((bottom - top) * value) / largest) * 10) / 10;
  const step = (right - left) / bars.length;
  const width = Math.round(Math.min(22, step * 0.36) * 10) / 10;
  const middle = (place: number): number => Math.round(left + step * (place + 0.5));
  const marks = bars.flatMap(({ mark }, place) => (mark === null || mark === undefined ? [] : [`M${middle(place) - width - 3} ${y(mark)}h${2 * width + 6}`]));
  return (
    <svg className="upright" viewBox="0 0 640 190" aria-hidden="true">
      <path className="axis" d={`M${left - 8} ${bottom}H${right}`} />
      <path
        className="grid"
        d={ticks
          .slice(1)
          .map((tick) => `M${left - 8} ${y(tick)}H${right}`)
          .join('')}
      />
      {ticks.map((tick) => (
        <text key={tick} x={left - 14} y={y(tick) + 5} textAnchor="end">
          {shown(tick)}
        </text>
      ))}
      {line !== undefined && <path className="norm" d={`M${left - 8} ${y(line)}H${right}`} />}
      <path
        className="old"
        fill={fill}
        d={bars
          .map(({ before }, place) => before !== null && bar(middle(place) - width - 1, y(before), width))
          .filter(Boolean)
          .join('')}
      />
      <path
        className="cur"
        d={bars
          .map(({ now }, place) => now !== null && bar(middle(place) + 1, y(now), width))
          .filter(Boolean)
          .join('')}
      />
      {marks.length > 0 && <path className="mark" d={marks.join('')} />}
      {bars.map(({ label }, place) => (
        <text key={label} x={middle(place)} y="182" textAnchor="middle">
          {label}
        </text>
      ))}
    </svg>
  );
}

/** On a phone and with large text: lying bars with words of the page's own size. */
function Rows({ bars, fill }: { bars: readonly Bar[]; fill: string }) {
  const { top: largest } = scale(bars);
  const share = (value: number | null): number => Math.round(((value ?? 0) / largest) * 1000) / 10;
  return (
    <div className="lying" aria-hidden="true">
      {bars.map(({ label, now, before, nowText }) => (
        <p key={label}>
          <span>{label}</span>
          <svg width="100%" height="26">
            <rect className="cur" width={`${share(now)}%`} height="12" rx="2" />
            <rect className="old" fill={fill} y="15" width={`${share(before)}%`} height="9" rx="2" />
          </svg>
          <span className="num">{nowText}</span>
        </p>
      ))}
    </div>
  );
}
