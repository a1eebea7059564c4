// The one table of statuses (AUD-3): every status that the database or the API can hold has its row, and pages keep none of their own.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { statusTable } from '#contract/statuses/all';
import { keysOf, standings } from '#contract/statuses/standing';
import { type Fault, ROOT, type Source, sources } from './sources.ts';

/** Closed lists of words that say what a thing is, not how it goes. A new name goes here, or into the table. */
const NO_STATUS = new Set(
  `kind next_kind source_kind kind_by signature_kind role channel second_factor purpose method source side scope way zone list by countersigned_by proof reason revoked_why
  heating common_way repair_account condition housing_status ground block per choice service_code action section hierarchy`.split(/\s+/),
);
const STATUS_MEMBERS = new Set(['status', 'state', 'outcome', 'reading', 'fiscalState', 'submission']);

type Columns = ReadonlyMap<string, readonly string[]>;

/** Columns that hold one of a list of words: `cases.account_case.status` → its words. A later migration replaces an earlier one. */
function wordColumns(migrations: readonly Source[]): Columns {
  const columns = new Map<string, readonly string[]>();
  for (const { text } of migrations) {
    let table = '';
    for (const [, named, column, words] of text.matchAll(
      /\b(?:create|alter) table\s+(?:if (?:not )?exists\s+)?([\w.]+)|check\s*\(\s*(\w+)\s+in\s*\(([^)]*'[^)]*)\)\s*\)/gi,
    )) {
      if (named) table = named;
      else
        columns.set(
          `${table}.${column}`,
          [...words!.matchAll(/'([^']*)'/g)].map(([, word]) => word!),
        );
    }
  }
  return columns;
}

/** Statuses of the database without a row, and rows that name a column which is none. */
function columnFaults(columns: Columns): string[] {
  const rowsOf = new Map(statusTable.flatMap(({ columns: at, rows }) => at.map((column) => [column, rows] as const)));
  const lacking = [...columns].flatMap(([column, words]) => {
    const rows = rowsOf.get(column);
    if (!rows) return NO_STATUS.has(column.split('.').at(-1)!) ? [] : [`${column}: not in contract/statuses/all.ts`];
    return words.filter((word) => !(word in rows)).map((word) => `${column}: «${word}» has no row`);
  });
  return [...lacking, ...[...rowsOf.keys()].filter((column) => !columns.has(column)).map((column) => `${column}: no such column of words`)];
}

type Schema = {
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** Every status that a schema holds, with the way to it. */
function statusesIn(schema: Schema, way: string): { way: string; words: readonly string[] }[] {
  const member = way.split('.').at(-1)!.replace('[]', '');
  return [
    ...(schema.enum && STATUS_MEMBERS.has(member) ? [{ way, words: schema.enum }] : []),
    ...(schema.anyOf ?? []).flatMap((one) => statusesIn(one, way)),
    ...(schema.items ? statusesIn(schema.items, `${way}[]`) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => statusesIn(one, `${way}.${name}`)),
  ];
}

/** Statuses that no one object of the table has all of. */
const memberFaults = (found: readonly { way: string; words: readonly string[] }[]): string[] =>
  found.filter(({ words }) => !statusTable.some(({ rows }) => words.every((word) => word in rows))).map(({ way, words }) => `${way}: ${words.join(', ')}`);

async function contractStatuses(): Promise<{ way: string; words: readonly string[] }[]> {
  const files = fs.readdirSync(path.join(ROOT, 'contract')).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const loaded = await Promise.all(files.map(async (file) => (await import(pathToFileURL(path.join(ROOT, 'contract', file)).href)) as Record<string, unknown>));
  return loaded
    .flatMap((module) => Object.values(module))
    .flatMap((one) => {
      const { method, url, ...parts } = (one ?? {}) as { method?: string; url?: string } & Record<string, unknown>;
      return typeof url !== 'string'
        ? []
        : ['query', 'body', 'answer'].flatMap((part) => (parts[part] ? statusesIn(parts[part] as Schema, `${method} ${url} ${part}`) : []));
    });
}

/** Looks that are no status of an object: the age of a debt, what is charged in a reading's stead, a verdict, how strong a password is. */
const OTHER_LOOKS =
  /^web\/(?:ui\/(?:status|notice)\.|features\/look\/|features\/identity\/password-input|app\/routes\/(?:work\.debtors|work\.missing|verify)\.)/;
const OWN_LOOKS = [
  /Record<[^=\n]*\bTone\b/,
  /\w+: \{ tone: '\w+'(?: as const)?, (?:word|text|says): '/,
  /\w+: \['(?:lit|wait|go|ok|bad|none)', '/,
  /\b(?:status|state) === '\w+' \? <Status tone="/,
  /\{ \w+: '(?:lit|wait|go|ok|bad|none)', \w+: '(?:lit|wait|go|ok|bad|none)'/,
];
const pageFaults = (files: readonly Source[]): Fault[] =>
  files
    .filter(({ path: file }) => !OTHER_LOOKS.test(file))
    .flatMap(({ path: file, text }) =>
      OWN_LOOKS.filter((look) => look.test(text)).map((look) => ({ path: file, what: `a look of its own for a status: ${look.source}` })),
    );

const columns = wordColumns(sources(/^server\/migrations\/.*\.sql$/));

test('AUD-3: each status that the database may hold has its row in the one table', () => {
  expect(columns.size).toBeGreaterThan(80);
  expect(columnFaults(columns)).toEqual([]);
});

test('AUD-3: each status that the API speaks of has its row in the one table', async () => {
  const found = await contractStatuses();
  expect(found.length).toBeGreaterThan(60);
  expect(memberFaults(found)).toEqual([]);
});

test('AUD-3: each row has a Russian word and one of five standings; all of them are in the table once', async () => {
  const ways = keysOf(standings as never) as readonly string[];
  expect(Object.values(standings)).toEqual(['в обработке', 'одобрен', 'отклонён', 'ждёт вас', 'отменён']);
  for (const { name, rows } of statusTable) {
    for (const [is, row] of Object.entries(rows)) {
      expect(ways, `${name}: ${is}`).toContain(row.standing);
      for (const word of [row.word, row.person, row.work]) if (word !== undefined) expect(word, `${name}: ${is}`).toMatch(/^[А-ЯЁ][А-Яа-яё :,]{2,50}$/);
    }
  }
  const modules = fs.readdirSync(path.join(ROOT, 'contract/statuses')).filter((file) => file !== 'all.ts' && file !== 'standing.ts');
  const tables = await Promise.all(
    modules.map(async (file) => Object.entries((await import(pathToFileURL(path.join(ROOT, 'contract/statuses', file)).href)) as Record<string, object>)),
  );
  const known = statusTable.map(({ rows }) => rows as object);
  expect(
    tables
      .flat()
      .filter(([, rows]) => known.filter((one) => one === rows).length !== 1)
      .map(([name]) => name),
  ).toEqual([]);
  expect(new Set(statusTable.map(({ name }) => name)).size).toBe(statusTable.length);
});

test('AUD-3: no page has a look of its own for a status', () =>
  expect(pageFaults(sources(/^web\/.*\.tsx?$/).filter(({ path: file }) => !file.includes('.test.')))).toEqual([]));

test('planted: a status without a row, a list of words that is nowhere, a status of the API, a look of a page’s own are caught', () => {
  const planted = {
    path: 'server/migrations/x.sql',
    text: "create table cases.account_case (\n status text check (status in ('open', 'lost'))\n);\ncreate table a.b ( mood text check (mood in ('gay', 'sad')) );",
  };
  const found = columnFaults(new Map([...columns, ...wordColumns([planted])]));
  expect(found).toEqual(['cases.account_case.status: «lost» has no row', 'a.b.mood: not in contract/statuses/all.ts']);
  expect(
    memberFaults(statusesIn({ properties: { rows: { items: { properties: { status: { anyOf: [{ enum: ['open', 'lost'] }] } } } } } }, 'GET /x answer')),
  ).toEqual(['GET /x answer.rows[].status: open, lost']);
  const page = (text: string): Source => ({ path: 'web/app/routes/x.tsx', text });
  const pages = [
    "const tones: Readonly<Record<Case['status'], Tone>> = {",
    "const looks = { open: ['wait', 'Открыт'] };",
    "const looks = { open: { tone: 'wait', word: 'Открыт' } };",
    'row.status === \'open\' ? <Status tone="wait">Открыт</Status>',
    "const tones = { open: 'wait', done: 'ok' } as const;",
  ];
  for (const text of pages) expect(pageFaults([page(text)]), text).toHaveLength(1);
});
