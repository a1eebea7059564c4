// «Мои данные»: everything held of the person who asks.
import type { AnswerOf } from '#contract/endpoint';
import { type getOwnData, OWN_ROWS_SHOWN, type OwnPart } from '#contract/held-of-person';
import { selfOf } from '#platform/actor';
import type { KeyRing } from '#platform/key-ring';
import { countPersonal, type PersonalPart, type PersonalTable, readPersonal } from '#platform/held-of-person';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { headingsOf, rowShown } from './personal-words.ts';
import './privacy.tables.ts';

const YEAR_MS = 365 * 86_400_000;

export const tablesOf = (parts: readonly PersonalPart[]): PersonalTable[] => parts.flatMap(({ tables }) => tables);

type Asking = { db: Db; keys: KeyRing; personId: string };

/** One table of the person's; undefined where nothing is held. Two statements, one for an empty table. */
async function partOf({ db, keys, personId }: Asking, table: PersonalTable): Promise<OwnPart | undefined> {
  const count = await countPersonal(db, table, personId);
  if (count === 0) return undefined;
  const columns = headingsOf(table);
  const rows = columns.length === 0 ? [] : await readPersonal(db, keys, { table, personId, limit: OWN_ROWS_SHOWN });
  return {
    key: table.table,
    title: table.title,
    count,
    columns,
    rows: rows.map((row) => rowShown(table, row)),
    kept: table.kept ?? null,
    keptSome: table.keptWhere !== undefined,
    page: table.page ?? null,
  };
}

/** GET /api/v1/own-data. Two statements a table at most; asked rarely, and by its owner alone. */
export async function readOwnData(parts: readonly PersonalPart[], { db, actor, now }: Reading, keys: KeyRing): Promise<AnswerOf<typeof getOwnData>> {
  const personId = selfOf(actor);
  const shown: OwnPart[] = [];
  for (const table of tablesOf(parts)) shown.push(...[await partOf({ db, keys, personId }, table)].filter((one) => one !== undefined));
  const [copies, requests, erasure, looks] = await Promise.all([
    db
      .selectFrom('privacy.copy')
      .innerJoin('platform.progress', 'platform.progress.id', 'privacy.copy.progress_id')
      .select(['privacy.copy.id', 'asked_at', 'progress_id', 'until', 'platform.progress.status'])
      .where('person_id', '=', personId)
      .orderBy('asked_at', 'desc')
      .limit(5)
      .execute(),
    db.selectFrom('privacy.request').selectAll().where('person_id', '=', personId).orderBy('asked_at', 'desc').limit(20).execute(),
    db
      .selectFrom('privacy.erasure')
      .select(['id', 'asked_at', 'due_at', 'waits'])
      .where('person_id', '=', personId)
      .where('status', '=', 'waiting')
      .executeTakeFirst(),
    db
      .selectFrom('platform.journal_line')
      .select((on) => on.fn.countAll<bigint>().as('n'))
      .where('person_id', '=', personId)
      .where('action', '=', 'journal.looked')
      .where('at', '>', new Date(now.getTime() - YEAR_MS).toISOString())
      .executeTakeFirstOrThrow(),
  ]);
  return {
    parts: shown,
    copies: copies.map((row) => ({
      copyId: row.id,
      askedAt: row.asked_at,
      progressId: row.progress_id,
      status:
        row.until !== null
          ? Date.parse(row.until) > now.getTime()
            ? 'ready'
            : 'over'
          : row.status === 'failed' || row.status === 'cancelled'
            ? 'failed'
            : 'running',
      until: row.until,
    })),
    requests: requests.map(requestShown),
    erasure: erasure ? { erasureId: erasure.id, askedAt: erasure.asked_at, dueAt: erasure.due_at, waits: erasure.waits } : null,
    looks: Number(looks.n),
  };
}

type RequestRow = {
  id: string;
  kind: string;
  subject: string;
  text: string;
  asked_at: string;
  due_on: string;
  status: string;
  answer: string | null;
  decided_at: string | null;
};
type RequestShown = AnswerOf<typeof getOwnData>['requests'][number];

export const requestShown = (row: RequestRow): RequestShown => ({
  requestId: row.id,
  kind: row.kind as RequestShown['kind'],
  subject: row.subject,
  text: row.text,
  askedAt: row.asked_at,
  dueOn: row.due_on,
  status: row.status as RequestShown['status'],
  answer: row.answer,
  decidedAt: row.decided_at,
});

/** What stays of the person after erasure, with its law and term, and what goes: by what is held on this day. */
export async function keptOf(db: Db, parts: readonly PersonalPart[], personId: string): Promise<{ title: string; count: number; law: string; term: string }[]> {
  const kept: { title: string; count: number; law: string; term: string }[] = [];
  for (const table of tablesOf(parts)) {
    if (!table.kept) continue;
    const count = await countPersonal(db, table, personId);
    if (count > 0) kept.push({ title: table.title, count, ...table.kept });
  }
  return kept;
}

/** Every row of every table, for the copy: a table at a time. */
export async function* everythingOf({ db, keys, personId }: Asking, parts: readonly PersonalPart[]) {
  for (const table of tablesOf(parts)) {
    const rows = headingsOf(table).length === 0 ? [] : await readPersonal(db, keys, { table, personId, limit: 100_000 });
    yield { table, rows };
  }
}
