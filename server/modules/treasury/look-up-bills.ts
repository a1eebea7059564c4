// Asks the state system for a person's bills and keeps what it says. No transaction is open while it thinks.
import { sql } from 'kysely';
import { openField } from '#platform/field-cipher';
import { deriveId, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { type Ground, runAsSystem, type Work } from '#platform/work';
import { documentPlace, documentsOf } from './payer-documents.ts';
import { payerIdentifier } from './payer-identifier.ts';
import { writeSearch } from './search-time.ts';
import type { StateAnswer, StatePayments } from './state-payments.ts';
import type { Charge } from './state-wire.ts';

const AGAIN_HOURS = 20;
const AFTER_FAILURE_MINUTES = 30;
const MOST_NUMBERS = 100;
const BATCH = 50;

/** All that the state system has for the person: by the documents, and the kept bills that are not settled. Asks nothing where there is nothing to ask by. */
async function chargesFor(port: StatePayments, { db, masterKeys, clock }: Ground, personId: string): Promise<StateAnswer<readonly Charge[]>> {
  const payers = (await documentsOf(db, personId)).map((row) => payerIdentifier(row.kind, openField(masterKeys, documentPlace(row.id), row.value)));
  const open = await db
    .selectFrom('treasury.bill')
    .select('number')
    .where('person_id', '=', personId)
    .where('rest_kopecks', '>', 0n)
    .where('payment_id', 'is', null)
    .orderBy('seen_at')
    .limit(MOST_NUMBERS)
    .execute();
  const found: Charge[] = [];
  for (const query of [...(payers.length > 0 ? [{ payers }] : []), ...(open.length > 0 ? [{ numbers: open.map((row) => row.number) }] : [])]) {
    const answer = await port.charges(newId(clock()), query);
    if (answer.kind !== 'ok') return answer;
    found.push(...answer.value);
  }
  return { kind: 'ok', value: [...new Map(found.map((charge) => [charge.number, charge])).values()] };
}

/** Asks and keeps; answers whether the state system did. */
export async function lookUpBills(port: StatePayments, ground: Ground, personId: string): Promise<{ reached: boolean }> {
  const answer = await chargesFor(port, ground, personId);
  await runAsSystem(ground, 'treasury.look-up', newId(ground.clock()), async (work) =>
    answer.kind === 'ok' ? keepBills(work, personId, answer.value) : noteFailure(work, personId),
  );
  return { reached: answer.kind === 'ok' };
}

/** Step of a command: bills as the state system tells them now. What the portal itself was paid stays paid. */
export async function keepBills(work: Work, personId: string, charges: readonly Charge[]): Promise<void> {
  const at = work.now.toISOString();
  const rows = charges.map((charge) => ({
    person_id: personId,
    number: charge.number,
    purpose: charge.purpose,
    total_kopecks: charge.totalKopecks,
    rest_kopecks: charge.restKopecks,
    billed_on: charge.billedOn,
    due_on: charge.dueOn,
    discount_percent: charge.discountPercent,
    discount_until: charge.discountUntil,
    is_cancelled: charge.isCancelled,
    payee: JSON.stringify(charge.payee),
    payment_id: null,
    seen_at: at,
  }));
  if (rows.length > 0) {
    await work.tx
      .insertInto('treasury.bill')
      .values(rows)
      .onConflict((on) =>
        on.columns(['person_id', 'number']).doUpdateSet((to) => ({
          purpose: to.ref('excluded.purpose'),
          total_kopecks: to.ref('excluded.total_kopecks'),
          rest_kopecks: to.ref('excluded.rest_kopecks'),
          due_on: to.ref('excluded.due_on'),
          discount_percent: to.ref('excluded.discount_percent'),
          discount_until: to.ref('excluded.discount_until'),
          is_cancelled: to.ref('excluded.is_cancelled'),
          payee: to.ref('excluded.payee'),
          seen_at: to.ref('excluded.seen_at'),
        })),
      )
      .execute();
  }
  await writeSearch(work, personId, { looked_at: at, failed_at: null, ask_at: later(work, AGAIN_HOURS * 60) });
  work.emit('stateBills.changed', { personId }, [`person:${personId}`]);
}

const noteFailure = (work: Work, personId: string): Promise<void> =>
  writeSearch(work, personId, { failed_at: work.now.toISOString(), ask_at: later(work, AFTER_FAILURE_MINUTES) });
const later = ({ now }: Work, minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();

/** Job: the people whose time to be looked up has come. A lease keeps two workers from asking for the same person. */
export async function lookUpDue(port: StatePayments, { ground, db }: Pick<JobContext, 'ground' | 'db'>): Promise<void> {
  const now = ground.clock();
  const { rows } = await sql<{ personId: string }>`
    update treasury.search set ask_at = ${new Date(now.getTime() + AFTER_FAILURE_MINUTES * 60_000).toISOString()}
    where person_id in (select person_id from treasury.search where ask_at <= ${now.toISOString()} order by ask_at limit ${BATCH} for update skip locked) returning person_id as "personId"`.execute(
    db,
  );
  for (const { personId } of rows) await lookUpBills(port, ground, personId);
}

/** The id of a request to the state system, from the command's. */
export const requestId = (id: string): string => deriveId(id, 'state request');
