// Where the base and the model, or the base and its own rules, do not agree. An empty list is the proof.
import { sql } from 'kysely';
import { balances, chargeStatesOf, checkLedger, statementOf } from '#modules/ledger';
import { type BookFault, checkBooks } from '#modules/reconciliation';
import { sealJournal, verifyJournal } from '#platform/journal';
import type { Town } from './town.ts';

/** All differences as lines of text. `year`: the months that are looked at one by one. */
export async function differences(town: Town, year: { from: string; to: string }): Promise<string[]> {
  return [
    ...(await differentSums(town)),
    ...(await differentMonths(town, year)),
    ...(await differentStatements(town)),
    ...(await differentPayments(town)),
    ...(await brokenRules(town)),
  ];
}

const keysOf = ({ houses }: Town) => houses.flatMap((house) => house.accounts);

async function differentSums({ world, model, ...town }: Town): Promise<string[]> {
  const rows = await balances(world.db, keysOf({ world, model, ...town }));
  return rows.flatMap((row) => {
    const wanted = { due: model.due(row.accountId), ahead: model.of(row.accountId).ahead, reserved: model.reserved(row.accountId) };
    const found = { due: row.dueKopecks, ahead: row.advanceKopecks, reserved: row.reservedKopecks };
    return (['due', 'ahead', 'reserved'] as const)
      .filter((sum) => wanted[sum] !== found[sum])
      .map((sum) => `account ${row.accountId}: ${sum} is ${found[sum]}, the model has ${wanted[sum]}`);
  });
}

async function differentMonths(town: Town, year: { from: string; to: string }): Promise<string[]> {
  const rows = await chargeStatesOf(town.world.db, keysOf(town), year);
  const found = new Map(rows.map((row) => [`${row.accountId} ${row.period} ${row.serviceCode}`, `charged ${row.chargedKopecks}, owed ${row.kopecks}`]));
  const wanted = new Map(
    [...town.model.accounts].flatMap(([id, account]) =>
      [...account.charged].map(([line, charged]): [string, string] => [`${id} ${line}`, `charged ${charged}, owed ${account.owed.get(line) ?? 0n}`]),
    ),
  );
  const nothing = 'charged 0, owed 0';
  return [...new Set([...found.keys(), ...wanted.keys()])]
    .filter((key) => (found.get(key) ?? nothing) !== (wanted.get(key) ?? nothing))
    .map((key) => `${key}: ${found.get(key) ?? nothing}; the model has ${wanted.get(key) ?? nothing}`);
}

/** What people read in the statement is the same money. */
async function differentStatements(town: Town): Promise<string[]> {
  const lines: string[] = [];
  for (const account of keysOf(town)) {
    let closingKopecks = 0n;
    for await (const part of statementOf(town.world.db, account, { from: '2025-01-01', to: '2027-12-31' }))
      for (const { kopecks } of part) closingKopecks += kopecks;
    const wanted = town.model.due(account.accountId) - town.model.of(account.accountId).ahead;
    if (closingKopecks !== wanted) lines.push(`statement of ${account.accountId}: closes with ${closingKopecks}, the model has ${wanted}`);
  }
  return lines;
}

/** Every acknowledged payment that was paid has one posting and one receipt, every other one none; nobody has paid what the model does not know. */
async function differentPayments({ world, model, payments, acquirer }: Town): Promise<string[]> {
  type Traces = { id: string; kopecks: bigint; postings: bigint; receipts: bigint; captures: bigint };
  const { rows } = await sql<Traces>`
    select source_id as id, sum(kopecks)::bigint as kopecks, count(distinct posted_at) as postings,
      (select count(*) from payments.receipt r where r.payment_id = t.source_id) as receipts, (select count(*) from payments.payment_event e where e.payment_id = t.source_id and e.action = 'captured') as captures
    from ledger.transfer t where kind = 'payment' group by source_id`.execute(world.db);
  const found = new Map(rows.map((row) => [row.id, row]));
  const lines: string[] = [];
  for (const [id, { parts, status }] of payments) {
    const paidThere = acquirer.all().filter((payment) => payment.metadata['payment'] === id && payment.status === 'succeeded').length;
    if (paidThere !== (status === 'paid' ? 1 : 0)) lines.push(`payment ${id} is ${status} and was taken ${paidThere} times`);
    const traces = found.get(id);
    if (status !== 'paid' && traces) lines.push(`payment ${id} is ${status} and was posted`);
    if (status !== 'paid') continue;
    const [left, back] = [[...parts.keys()].reduce((all, account) => all + model.refundable(id, account), 0n), acquirer.find(id)!.refundedKopecks];
    const sum = [...parts.values()].reduce((all, one) => all + one, 0n);
    const seen = `${traces?.kopecks} kopecks, ${traces?.postings} postings, ${traces?.receipts} receipts, ${traces?.captures} captures`;
    if (sum - back !== left) lines.push(`payment ${id} of ${sum}: ${back} went back, the model has ${left} left`);
    if (seen !== `${sum} kopecks, 1 postings, 1 receipts, 1 captures`) lines.push(`payment ${id} of ${sum}: ${seen}`);
  }
  for (const id of found.keys()) if (!model.payments.has(id)) lines.push(`payment ${id} was posted and the model does not know it`);
  for (const id of model.payments.keys()) if (!found.has(id)) lines.push(`payment ${id} is lost`);
  return lines;
}

/** Lines that the year charges past billing (`chargeDirectly`): the model answers for them. */
async function directLines({ world }: Town): Promise<Set<string>> {
  const { rows } = await sql<{
    line: string;
  }>`select distinct concat_ws(' ', account_id, to_char(period, 'YYYY-MM'), service_code) as line from ledger.transfer where source_kind = 'simulation'`.execute(
    world.db,
  );
  return new Set(rows.map((row) => row.line));
}
const isOf = (direct: Set<string>, { invariant, accountId, what }: BookFault): boolean =>
  invariant === 'charges' && direct.has(`${accountId} ${what.split(':')[0]}`);

async function brokenRules(town: Town): Promise<string[]> {
  const { world } = town;
  while ((await sealJournal(world.db)) > 0);
  const [ledger, books, direct, journal] = [await checkLedger(world.db), await checkBooks(world.db), await directLines(town), await verifyJournal(world.db)];
  const { rows } = await sql<{
    outbox: bigint;
    unsealed: bigint;
  }>`select (select count(*) from platform.outbox) as outbox, (select count(*) from platform.journal_pending) as unsealed`.execute(world.db);
  return [
    ...ledger.faults.map((fault) => `ledger: ${fault.invariant} ${fault.accountId}: ${fault.what}`),
    ...books.filter((fault) => !isOf(direct, fault)).map((fault) => `books: ${fault.invariant} ${fault.accountId}: ${fault.what}`),
    ...journal.faults.map((fault) => `journal: the chain of ${fault.stream} breaks at ${fault.number}`),
    ...(rows[0]!.outbox > 0n ? [`${rows[0]!.outbox} rows wait in the outbox`] : []),
    ...(rows[0]!.unsealed > 0n ? [`${rows[0]!.unsealed} lines of the journal are not sealed`] : []),
  ];
}
