// A bank's statement of the organization's account: what came for which day is kept once, and the days are compared anew.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readRegister, type StatementRow } from '#modules/billing';
import { organizationsByIds } from '#modules/housing';
import { type ByteSource, bytesInMemory } from '#platform/byte-source';
import { refuse } from '#platform/errors';
import { isUuid, newId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Streaming } from '#platform/route';
import type { Day } from '#platform/time';
import { lockName, runCommand, type Work } from '#platform/work';
import { keepBankSide, tellOpened } from './keep-differences.ts';
import { reconciliationScope } from './reconciliation.policy.ts';
import './reconciliation.tables.ts';

/** A statement of ten thousand orders is about 8 MB. */
const MOST_BYTES = 20_000_000;

type Statement = { organizationId: string; fileName: string; rows: readonly StatementRow[] };
type Taken = { operations: number; fresh: number };
export type StatementPorts = { /** The tax number of whoever transfers the acquirer's money. */ readonly transferInn: string };

/** Reads a statement whole: nothing of a file that is cut or whose totals differ is taken. Refuses reconciliation.statement. */
export async function readStatement(source: ByteSource): Promise<StatementRow[]> {
  const rows: StatementRow[] = [];
  for await (const item of readRegister(source)) {
    if ('error' in item) return refuse('reconciliation.statement', { why: item.error.detail });
    if ('row' in item && item.row.kind !== 'statement') return refuse('reconciliation.statement');
    if ('row' in item && item.row.kind === 'statement') rows.push(item.row);
  }
  return rows;
}

/** Command: keeps what came in, each operation once, and compares the days that it is about and those that wait. */
export async function takeStatement({ transferInn }: StatementPorts, work: Work, { organizationId, fileName, rows }: Statement): Promise<Taken> {
  await lockName(work.tx, `reconciliation statements ${organizationId}`); // two statements may name the same days in another order
  const [organization] = await organizationsByIds(work.tx, [organizationId]);
  const operations = rows
    .filter((row) => row.direction === 'in')
    .map((row) => {
      const isAcquirer = row.otherInn === transferInn;
      return {
        organization_id: organizationId,
        operation_id: row.operationId,
        settled_on: row.settledDay,
        is_acquirer: isAcquirer,
        kopecks: row.kopecks,
        purpose: row.purpose.slice(0, 500),
        file_name: fileName,
        taken_at: work.now.toISOString(),
        // A transfer that names no day is looked at on the day it came, so that it is never lost.
        register_day: row.register?.day ?? (isAcquirer ? row.settledDay : null),
        register_kopecks: row.register?.kopecks ?? null,
      };
    });
  const fresh = await insertRows(work.tx, 'reconciliation.bank_operation', operations, { skipKnown: true });
  const named = [...new Set(operations.flatMap((one) => one.register_day ?? []))];
  await insertRows(
    work.tx,
    'reconciliation.part',
    named.map((day) => ({
      organization_id: organizationId,
      day,
      organization: organization?.shortName ?? organization?.name ?? '',
      count: 0,
      our_kopecks: 0n,
      their_kopecks: 0n,
      our_refund_kopecks: 0n,
      their_refund_kopecks: 0n,
      fee_kopecks: 0n,
      register_kopecks: 0n,
      compared_at: work.now.toISOString(),
    })),
    { skipKnown: true },
  );
  const days = [...new Set([...named, ...(await waitingDays(work, organizationId))])].toSorted();
  const opened = [];
  for (const day of days) opened.push(...(await keepBankSide(work, day, organizationId)));
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'reconciliation.statementTaken',
    object: { kind: 'reconciliation', id: work.id },
    organizationId,
    facts: { file: fileName, count: operations.length },
  });
  await tellOpened(
    work,
    opened,
    days.map((day) => ({ organizationId, day })),
  );
  return { operations: operations.length, fresh };
}

/** Days whose transfer did not come yet: the statement may be the one that shows that it is late. */
const waitingDays = async (work: Work, organizationId: string): Promise<Day[]> =>
  (
    await work.tx
      .selectFrom('reconciliation.part')
      .select('day')
      .where('organization_id', '=', organizationId)
      .where('bank_kopecks', 'is', null)
      .where('our_kopecks', '>', 0n)
      .execute()
  ).map((row) => row.day);

/** Stream route. Fields stand before the file; a form without JavaScript is led back to the list. */
export async function uploadStatement(
  ports: StatementPorts,
  { ground, actor, now }: Streaming,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const fields = new Map<string, string>();
  let taken: Taken | undefined;
  for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 1 } })) {
    if (part.type === 'field') {
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    const bytes = await part.toBuffer().catch(() => refuse('input.tooLarge', { limit: '20 МБ' }));
    if (part.filename === '' || bytes.length === 0) continue; // the form was sent without a choice
    const statement = {
      organizationId: organizationOf(reconciliationScope(actor).organizationIds, fields.get('organizationId') || undefined),
      fileName: (part.filename.split(/[/\\]/).at(-1) ?? '').slice(0, 150),
      rows: await readStatement(bytesInMemory(bytes)),
    };
    const key = request.headers['idempotency-key'] ?? fields.get('key');
    const asked = {
      actor,
      id: typeof key === 'string' && isUuid(key) ? key.toLowerCase() : newId(now),
      route: 'POST /api/v1/work/reconciliation/statements',
      body: statement,
      now,
    };
    taken = (await runCommand(ground, asked, (work) => takeStatement(ports, work, statement))).answer;
  }
  if (!taken) refuse('file.missing');
  if (!(request.headers.accept ?? '').includes('text/html')) return reply.code(200).send(taken);
  return reply.redirect(`/work/reconciliation?statement=${taken.fresh}`, 303);
}

/** Whose statement it is: the actor's only organization, or the one that was chosen. Refuses register.organization. */
function organizationOf(own: readonly string[], chosen: string | undefined): string {
  const id = chosen ?? (own.length === 1 ? own[0] : undefined);
  return id !== undefined && own.includes(id) ? id : refuse('register.organization');
}
