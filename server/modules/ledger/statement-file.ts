// A statement as a file: PDF, CSV or XLSX (ACC-4).
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { InputOf } from '#contract/endpoint';
import type { getStatement } from '#contract/ledger';
import { formatDayDigits, formatMonth } from '#contract/russian';
import { serviceMap } from '#modules/directory';
import { organizationsByIds, ownersOf, premisesOf } from '#modules/housing';
import { writeCsv } from '#platform/csv-write';
import { refuse, refuseFields } from '#platform/errors';
import { newId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { Reading, Streaming } from '#platform/route';
import type { TableColumn } from '#platform/table-column';
import { dayIn } from '#platform/time';
import { type Typesetter, TypesettingError } from '#platform/typst-pool';
import { runOnce } from '#platform/work';
import { writeXlsx } from '#platform/xlsx-write';
import type { Account } from './accounts.queries.ts';
import { type Operation, statementOf } from './balances.queries.ts';
import { accountInReach } from './ledger.policy.ts';
import { lookAtAccount } from './look-at-accounts.ts';
import type { AccountKey } from './post-transfers.ts';
import { statementDocument, type StatementFacts } from './statement-document.ts';

const TEMPLATE = new URL('statement.typ', import.meta.url);
const MEDIA = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

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

/** Facts of the account's statement. Throws StatementBalanceError when the ledger does not add up. */
export async function statementFacts({ db, now }: Pick<Reading, 'db' | 'now'>, account: Account, query: { readonly from: string; readonly to: string }): Promise<StatementFacts> {
  const [premises] = await premisesOf(db, [account]);
  const [organization] = await organizationsByIds(db, [account.organizationId]);
  const today = dayIn(premises!.timeZone, now);
  const owners = await ownersOf(db, account.houseId, [account.premisesId], today);
  const names = await serviceMap(db);
  const statement = await statementOf(db, account, query);
  return {
    account: account.number, unifiedAccount: account.unifiedNumber, owner: owners.map((one) => one.name).join(', ') || 'не указан', address: premises!.fullAddress,
    organization: { name: organization!.name, inn: organization!.inn }, from: query.from, to: query.to, openingKopecks: kopecksToJson(statement.openingKopecks), closingKopecks: kopecksToJson(statement.closingKopecks),
    operations: statement.operations.map((one) => ({
      day: one.happenedOn, what: operationWords(one, one.services.map((code) => names.get(code)?.shortName ?? code)), payee: organization!.shortName, kopecks: kopecksToJson(one.kopecks),
    })),
    madeOn: today, check: null,
  };
}

type Row = { day: string; what: string; payee: string | null; charged: number | null; paid: number | null; rest: number };
const columns: readonly TableColumn<Row>[] = [
  { heading: 'Дата', kind: 'day', value: (row) => row.day }, { heading: 'Операция', kind: 'text', width: 48, value: (row) => row.what }, { heading: 'Получатель', kind: 'text', width: 30, value: (row) => row.payee },
  { heading: 'Начислено, ₽', kind: 'money', value: (row) => row.charged }, { heading: 'Оплачено, ₽', kind: 'money', value: (row) => row.paid }, { heading: 'Остаток, ₽', kind: 'money', value: (row) => row.rest },
];

/** The rows of a table: the balance at the start, then each operation with the balance after it. Pure. */
export function statementRows(facts: StatementFacts): Row[] {
  let rest = facts.openingKopecks;
  const start: Row = { day: facts.from, what: 'Остаток на начало', payee: null, charged: null, paid: null, rest };
  return [start, ...facts.operations.map(({ day, what, payee, kopecks }): Row => ({ day, what, payee, charged: kopecks > 0 ? kopecks : null, paid: kopecks > 0 ? null : -kopecks, rest: (rest += kopecks) }))];
}

/** GET …/statement: writes the file to the reply, and into the journal who took it and in which session (AUD-1). */
export async function sendStatement(typesetter: Typesetter, streaming: Streaming, reply: FastifyReply): Promise<unknown> {
  const { db, actor, now, ground, input } = streaming;
  const { format, from, to } = input.query as InputOf<typeof getStatement>['query'];
  if (from > to) refuseFields([{ pointer: '/query/to', code: 'order', detail: 'Последний день раньше первого. Поменяйте их местами' }]);
  const account = await accountInReach(db, actor, input.params as AccountKey);
  await lookAtAccount(ground, streaming, account);
  const facts = await statementFacts(streaming, account, { from, to });
  await runOnce(ground, { actor, id: newId(now), now }, async (work) =>
    work.journal({ stream: `house:${account.houseId}`, action: 'statement.taken', object: { kind: 'account', id: account.accountId }, houseId: account.houseId, organizationId: account.organizationId, facts: { number: account.number, fromDay: from, toDay: to } }),
  );
  const name = `Выписка ${facts.account.replace(/[^\p{L}\d-]+/gu, '-')} ${formatDayDigits(from)}-${formatDayDigits(to)}.${format}`;
  const pdf = format === 'pdf' ? await typeset(typesetter, facts) : undefined;
  void reply.type(MEDIA[format]).header('content-disposition', `attachment; filename="statement.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`);
  if (pdf) return reply.send(pdf);
  const rows = statementRows(facts);
  return reply.send(format === 'csv' ? Readable.from(writeCsv(columns, rows)) : writeXlsx(columns, rows, 'Выписка'));
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
