// Money, days and months as people read them.
import { formatDay, formatInstant, formatKopecks, formatMonth } from '#contract/russian';

/** «кв. 37», «корп. 2», «м/м 5» stay on one line: the words and their number are never parted. */
export const unbroken = (address: string): string => address.replaceAll(/(г\.|кв\.|комн\.|пом\.|корп\.|д\.|м\/м) (?=\S)/g, '$1\u00a0');

/** An address without its index and region: the staff know theirs. */
export const withinRegion = (address: string): string => unbroken(address.replace(/^\d{6}, [^,]+, /, ''));

/** Whole kopecks as «9 196,61 ₽». */
export const Money = ({ kopecks }: { kopecks: number | bigint }) => <span className="num">{formatKopecks(kopecks)}</span>;

/** The same in a column where most are nothing: a dash instead of zeros; on a phone, where the row is a sheet, nothing. */
export const MoneyOrDash = ({ kopecks }: { kopecks: number | bigint }) =>
  BigInt(kopecks) === 0n ? <span className="none">—</span> : <Money kopecks={kopecks} />;

/** '2026-11-16' as «16 ноября 2026». */
export const Day = ({ day }: { day: string }) => (
  <time dateTime={day} className="nw">
    {formatDay(day)}
  </time>
);

/** '2026-10' as «октябрь 2026». */
export const Month = ({ month }: { month: string }) => (
  <time dateTime={month} className="nw">
    {formatMonth(month)}
  </time>
);

/** An instant by the clock of the house: «12 ноября 2026, 14:20». */
export const When = ({ instant, timeZone }: { instant: string; timeZone: string }) => (
  <time dateTime={instant} className="nw">
    {formatInstant(instant, timeZone)}
  </time>
);
