// The Russian production calendar as data: days off by decree or holiday, shortened days, weekends that work (article 112 of the Labour
// Code and the yearly decrees on moved days off). Each entry is month-day. 2027 awaits its decree: only what the Code itself gives.

export type YearOfDays = { readonly provisional: boolean; readonly off: string; readonly short: string; readonly working: string };

export const productionCalendar: Readonly<Record<string, YearOfDays>> = {
  2024: {
    provisional: false,
    off: '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 12-30 12-31',
    short: '02-22 03-07 05-08 06-11 11-02',
    working: '04-27 12-28 11-02',
  },
  2025: {
    provisional: false,
    off: '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31',
    short: '03-07 04-30 06-11 11-01',
    working: '11-01',
  },
  2026: {
    provisional: false,
    off: '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 01-09 02-23 03-08 03-09 05-01 05-09 05-11 06-12 11-04 12-31',
    short: '04-30 05-08 06-11 11-03',
    working: '',
  },
  2027: {
    provisional: true,
    off: '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-03 05-09 05-10 06-12 06-14 11-04',
    short: '02-22 11-03',
    working: '',
  },
};
