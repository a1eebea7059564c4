// A statement as a file: PDF, CSV or XLSX (ACC-4).
import type { FastifyReply } from 'fastify';
import type { InputOf } from '#contract/endpoint';
import type { getStatement } from '#contract/ledger';
import { PDF_ROWS_MOST } from '#contract/list';
import { formatDayDigits, formatMonth } from '#contract/russian';
import { serviceMap } from '#modules/directory';
import { checkOfPaper, paperDigest, registerMade } from '#modules/documents';
import { organizationsByIds, ownersOf, premisesOf } from '#modules/housing';
import { refuse, refuseFields } from '#platform/errors';
import { newId } from '#platform/ids';
import { headersOf, openCursor, streamRows } from '#platform/list-export';
import { kopecksToJson } from '#platform/money';
import type { Reading, Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import type { TableColumn } from '#platform/table-column';
import { dayIn } from '#platform/time';
import { type Typesetter, TypesettingError } from '#platform/typst-pool';
import { runOnce } from '#platform/work';
import type { Account } from './accounts.queries.ts';
import { type Operation, type OperationKind, type StatementLine, statementLines } from './balances.queries.ts';
import { accountInReach } from './ledger.policy.ts';
import { lookAtAccount } from './look-at-accounts.ts';
import type { AccountKey } from './post-transfers.ts';
import { sidesOf, statementDocument, type StatementFacts, type StatementOperation } from './statement-document.ts';

const TEMPLATE = new URL('statement.typ', import.meta.url);

/** An operation in words. Pure. */
export function operationWords({ kind, period, note }: Pick<Operation, 'kind' | 'period' | 'note'>, services: readonly string[]): string {
  const month = period === null ? '' : ` за ${formatMonth(period)}`;
  const list = services.length > 0 && services.length <= 3 ? `: ${services.join(', ')}` : '';
  switch (kind) {
    case 'charge':
      return `Начислено${month}${list}`;
    case 'charge_reversal':
      return `Перерасчёт${month}${list}`;
    case 'penalty':
      return `Пени${month}`;
    case 'payment':
      return 'Оплата';
    case 'refund':
      return note === null ? 'Возврат оплаты' : `Возврат оплаты: ${note}`;
    case 'opening':
      return `Перенесено из прежней системы${month}${list}`;
  }
}

/** All of the statement but its operations. */
type StatementHead = Omit<StatementFacts, 'openingKopecks' | 'operations' | 'closingKopecks'> & {
  readonly payee: string;
  readonly services: ReadonlyMap<string, { readonly shortName: string }>;
};

async function statementHead(
  { db, now }: Pick<Reading, 'db' | 'now'>,
  account: Account,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<StatementHead> {
  const [premises] = await premisesOf(db, [account]);
  const [organization] = await organizationsByIds(db, [account.organizationId]);
  const today = dayIn(premises!.timeZone, now);
  const owners = await ownersOf(db, account.houseId, [account.premisesId], today);
  return {
    account: account.number,
    unifiedAccount: account.unifiedNumber,
    owner: owners.map((one) => one.name).join(', ') || 'не указан',
    address: premises!.fullAddress,
    organization: { name: organization!.name, inn: organization!.inn },
    from,
    to,
    madeOn: today,
    check: null,
    payee: organization!.shortName,
    services: await serviceMap(db),
  };
}

/** What was owed before the span (`kind` null), then the operations of an account, the oldest first, some hundreds at a time. */
export async function* statementOf(db: Db, account: AccountKey, span: { from: string; to: string }): AsyncGenerator<StatementLine[]> {
  const cursor = await openCursor(db, statementLines(account, span));
  try {
    yield* cursor.batches() as AsyncGenerator<StatementLine[]>;
  } finally {
    cursor.close();
  }
}

const wordsOf = ({ services }: StatementHead, line: StatementLine & { kind: OperationKind }): string =>
  operationWords(
    line,
    line.services.map((code) => services.get(code)?.shortName ?? code),
  );

const isMoney = ({ kind }: { kind: OperationKind }): boolean => kind === 'payment' || kind === 'refund';

/** All for a document. Refuses with list.tooLongForPdf what no document can hold; throws StatementBalanceError when the ledger does not add up. */
async function statementFacts(db: Db, account: Account, { payee, services, ...head }: StatementHead): Promise<StatementFacts> {
  const operations: StatementOperation[] = [];
  let [openingKopecks, closingKopecks] = [0n, 0n];
  for await (const lines of statementOf(db, account, head)) {
    for (const line of lines) {
      closingKopecks += line.kopecks;
      if (line.kind === null) openingKopecks = line.kopecks;
      else
        operations.push({
          day: line.happenedOn,
          what: wordsOf({ payee, services, ...head }, line),
          payee,
          kopecks: kopecksToJson(line.kopecks),
          isMoney: isMoney(line),
        });
    }
    if (operations.length > PDF_ROWS_MOST) refuse('list.tooLongForPdf', { count: operations.length, most: PDF_ROWS_MOST });
  }
  return { ...head, openingKopecks: kopecksToJson(openingKopecks), operations, closingKopecks: kopecksToJson(closingKopecks) };
}

type Row = { day: string; what: string; payee: string | null; charged: number | null; paid: number | null; rest: number };
const columns: readonly TableColumn<Row>[] = [
  { heading: 'Дата', kind: 'day', value: (row) => row.day },
  { heading: 'Операция', kind: 'text', width: 48, value: (row) => row.what },
  { heading: 'Получатель', kind: 'text', width: 30, value: (row) => row.payee },
  { heading: 'Начислено, ₽', kind: 'money', value: (row) => row.charged },
  { heading: 'Оплачено, ₽', kind: 'money', value: (row) => row.paid },
  { heading: 'Остаток, ₽', kind: 'money', value: (row) => row.rest },
];

/** The rows of a table: the balance at the start, then each operation with the balance after it. */
async function* statementRows(head: StatementHead, batches: AsyncIterable<StatementLine[]>): AsyncGenerator<Row> {
  let rest = 0;
  for await (const lines of batches) {
    for (const line of lines) {
      const kopecks = kopecksToJson(line.kopecks);
      rest += kopecks;
      yield line.kind === null
        ? { day: head.from, what: 'Остаток на начало', payee: null, charged: null, paid: null, rest }
        : {
            day: line.happenedOn,
            what: wordsOf(head, line),
            payee: head.payee,
            ...sidesOf(kopecks, isMoney(line)),
            rest,
          };
    }
  }
}

/** GET …/statement: writes the file to the reply, and into the journal who took it and in which session (AUD-1). */
export async function sendStatement(
  { typesetter, publicUrl }: { typesetter: Typesetter; publicUrl: string },
  streaming: Streaming,
  reply: FastifyReply,
): Promise<unknown> {
  const { db, actor, now, ground, input } = streaming;
  const { format, from, to } = input.query as InputOf<typeof getStatement>['query'];
  if (from > to) refuseFields([{ pointer: '/query/to', code: 'order', detail: 'Последний день раньше первого. Поменяйте их местами' }]);
  const account = await accountInReach(db, actor, input.params as AccountKey);
  await lookAtAccount(ground, streaming, account);
  const head = await statementHead(streaming, account, { from, to });
  const facts = format === 'pdf' ? await statementFacts(db, account, head) : undefined;
  const check = facts && checkOfPaper(publicUrl, { id: account.accountId, templates: [TEMPLATE], content: facts });
  const pdf = facts && check && (await typeset(typesetter, { ...facts, check }));
  await runOnce(ground, { actor, id: newId(now), now }, async (work) => {
    if (check && pdf)
      await registerMade(work, [
        {
          code: check.code,
          kind: 'extract',
          title: `Выписка по лицевому счёту, ${formatDayDigits(from)} – ${formatDayDigits(to)}`,
          sha256: paperDigest(pdf),
          houseId: account.houseId,
        },
      ]);
    work.journal({
      stream: `house:${account.houseId}`,
      action: 'statement.taken',
      object: { kind: 'account', id: account.accountId },
      houseId: account.houseId,
      organizationId: account.organizationId,
      facts: { number: account.number, fromDay: from, toDay: to },
    });
  });
  const name = `Выписка ${account.number.replace(/[^\p{L}\d-]+/gu, '-')} ${formatDayDigits(from)}-${formatDayDigits(to)}.${format}`;
  if (format === 'pdf') return reply.headers(headersOf(format, name)).send(pdf);
  return streamRows(reply, {
    db,
    statement: statementLines(account, { from, to }),
    format,
    name,
    title: 'Выписка',
    columns,
    rowsOf: (batches) => statementRows(head, batches as AsyncIterable<StatementLine[]>),
  });
}

/** A full queue of the typesetter is told as such: the caller may try again. */
async function typeset(typesetter: Typesetter, facts: StatementFacts): Promise<Buffer> {
  try {
    return await typesetter.pdf(TEMPLATE, statementDocument(facts), { archive: true });
  } catch (error) {
    if (error instanceof TypesettingError && (error.fault === 'queueFull' || error.fault === 'stopped')) refuse('server.busy', { seconds: 5 });
    throw error;
  }
}
