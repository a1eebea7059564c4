// A claim confirmed in the application of the person's bank (OWN-1): asked for by the person, sent and awaited by a job, so that a slow bank holds up no page.
import { hash } from 'node:crypto';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askBank as askEndpoint, BankState } from '#contract/ownership';
import { factsInFull } from '#modules/federation';
import { contactsOf, personNames } from '#modules/identity';
import { keepBankSignature } from '#modules/signing';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job, JobContext } from '#platform/module';
import type { Db, Tx } from '#platform/tables';
import { type Ground, runAsSystem, type Work } from '#platform/work';
import { mayMove } from './claim-moves.ts';
import { type ClaimKey, type ClaimRow, tellClaim } from './claim-row.ts';
import { isSameName } from './compare-claim.ts';
import type { BankCustomer, ConfirmingBank } from './confirming-bank.ts';
import type { BankRequestTable } from './ownership.tables.ts';
import { handIn, readyToHandIn, signableClaim } from './submit-claim.ts';
import './ownership.tables.ts';

const TASK = 'ownership.bank';
const SECONDS = 300;
const HOUR_MS = 3_600_000;
/** A telephone that rings again and again makes people press «yes». */
const MOST_AN_HOUR = 5;
const AT_ONCE = 50;
/** Longer than a bank is waited for: who died in the middle is followed after it. */
const LEASE_MS = 30_000;
const PAUSE_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;

/** Command: a request to the person's bank, which the job sends. One of a claim at a time; the same text asked again is the same request. */
export async function askBank(
  work: Work,
  bank: ConfirmingBank | null,
  key: ClaimKey,
  { version, comment }: BodyOf<typeof askEndpoint>,
): Promise<AnswerOf<typeof askEndpoint>> {
  if (!bank) return refuse('claims.noBank');
  const { row } = await readyToHandIn(work, key, version);
  const phone = (await contactsOf(work.tx, [row.person_id])).get(row.person_id)?.phone;
  if (!phone) refuse('claims.noPhone');
  const statement_sha256 = hash('sha256', (await signableClaim(work, row)).content, 'buffer');
  const now = work.now.getTime();
  const since = new Date(now - HOUR_MS).toISOString();
  const rows = await work.tx
    .selectFrom('ownership.bank_request')
    .selectAll()
    .where('house_id', '=', key.houseId)
    .where('claim_id', '=', key.claimId)
    .where('asked_at', '>', since)
    .orderBy('asked_at')
    .execute();
  const open = rows.find(({ try_at }) => try_at !== null);
  if (open && open.statement_sha256.equals(statement_sha256) && Date.parse(open.until) > now)
    return { checkNumber: open.check_number, until: new Date(open.until).toISOString() };
  if (rows.length >= MOST_AN_HOUR) refuse('limit.exceeded', { seconds: Math.ceil((Date.parse(rows[0]!.asked_at) + HOUR_MS - now) / 1000) });
  if (open) await endRequest(work, open, 'changed');
  const [checkNumber, until] = [checkNumberOf(statement_sha256), new Date(now + SECONDS * 1000).toISOString()];
  await work.tx
    .insertInto('ownership.bank_request')
    .values({
      house_id: key.houseId,
      id: deriveId(work.id, 'bank request'),
      claim_id: key.claimId,
      person_id: row.person_id,
      statement_sha256,
      check_number: checkNumber,
      comment: comment?.trim() || null,
      state: 'asking',
      bank_id: null,
      asked_at: work.now.toISOString(),
      until,
      try_at: work.now.toISOString(),
    })
    .execute();
  work.order({ task: TASK, payload: {}, key: TASK });
  await tellClaim(work, row, 'claim.bankAsked');
  return { checkNumber, until };
}

/** Six digits of the digest of what is signed: the page and the bank's application show the same. */
const checkNumberOf = (sha256: Buffer): string =>
  String(sha256.readUInt32BE(0) % 1_000_000)
    .padStart(6, '0')
    .replace(/^.{3}/, '$&-');

type Row = Omit<BankRequestTable, 'tries'> & { tries: number };

/** Job: sends what waits to be sent and asks what was answered. */
export const bankJob = (bank: ConfirmingBank | null): Job => ({
  async run(context) {
    if (!bank) return;
    const rows = await context.db
      .selectFrom('ownership.bank_request')
      .selectAll()
      .where('try_at', '<=', context.now().toISOString())
      .orderBy('try_at')
      .limit(AT_ONCE)
      .execute();
    await Promise.all(
      rows.map((row) =>
        follow(bank, context, row).catch((error: unknown) => context.log.error({ err: error, requestId: row.id }, 'a bank could not be asked')),
      ),
    );
  },
});

async function follow(bank: ConfirmingBank, { ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>, row: Row): Promise<void> {
  const wait = (ms: number, more: { bank_id?: string; state?: string; until?: string; tries?: number } = {}) =>
    db
      .updateTable('ownership.bank_request')
      .set({ try_at: new Date(now().getTime() + ms).toISOString(), ...more })
      .where('house_id', '=', row.house_id)
      .where('id', '=', row.id);
  const taken = await wait(LEASE_MS).where('try_at', '=', row.try_at).executeTakeFirst();
  if (taken.numUpdatedRows === 0n) return; // another worker has it
  const end = (state: BankState) => runAsSystem(ground, TASK, `${row.id} ${state}`, async (work) => (await endRequest(work, row, state), null));
  const again = () =>
    wait(Math.min(PAUSE_MS * 2 ** Math.min(row.tries, 10), LONGEST_PAUSE_MS), { tries: row.tries + 1 })
      .where('try_at', 'is not', null)
      .execute();
  const isOver = Date.parse(row.until) <= now().getTime();
  if (row.bank_id === null) {
    if (isOver) return void (await end('silent'));
    const phone = (await contactsOf(db, [row.person_id])).get(row.person_id)?.phone ?? '';
    const asked = await bank.ask({ phone, message: row.check_number, seconds: SECONDS });
    if (asked.kind === 'asked')
      return void (await wait(PAUSE_MS, {
        bank_id: asked.bankId,
        state: 'waiting',
        until: new Date(now().getTime() + Math.min(asked.seconds, SECONDS) * 1000).toISOString(),
        tries: 0,
      })
        .where('try_at', 'is not', null)
        .execute());
    return void (await (asked.kind === 'unknown' ? end('unknown') : again()));
  }
  const said = await bank.said(row.bank_id);
  if (said.kind === 'confirmed') return void (await runAsSystem(ground, TASK, `${row.id} confirmed`, (work) => hear(work, ground, row, said)));
  if (said.kind === 'denied' || said.kind === 'lapsed') return void (await end(said.kind));
  await (isOver
    ? end(said.kind === 'silent' ? 'silent' : 'lapsed')
    : said.kind === 'silent'
      ? again()
      : wait(PAUSE_MS, { tries: 0 }).where('try_at', 'is not', null).execute());
}

/** The bank's yes hands the claim in, if it names the person and the claim is still what was asked about. */
async function hear(work: Work, ground: Ground, seen: Row, { customer, answer }: { customer: BankCustomer; answer: string }): Promise<null> {
  const claim = found(
    await work.tx
      .selectFrom('ownership.claim')
      .selectAll()
      .where('house_id', '=', seen.house_id)
      .where('id', '=', seen.claim_id)
      .forUpdate()
      .executeTakeFirst(),
  ) as ClaimRow;
  const row = await work.tx
    .selectFrom('ownership.bank_request')
    .selectAll()
    .where('house_id', '=', seen.house_id)
    .where('id', '=', seen.id)
    .where('try_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const signable = await signableClaim(work, claim);
  const move = claim.status === 'asked' ? 'answer' : 'submit';
  const isSame = mayMove(claim.status, move, 'person') && row.statement_sha256.equals(hash('sha256', signable.content, 'buffer'));
  const isTheirs = isSame && (await isCustomer(work.tx, ground, claim.person_id, customer));
  await endRequest(work, row, !isSame ? 'changed' : isTheirs ? 'confirmed' : 'otherPerson');
  if (!isTheirs) return null;
  const signature = await keepBankSignature(work, { ...signable, personId: claim.person_id, bankAnswer: answer });
  await handIn(work, claim, { move, signature, comment: row.comment });
  return null;
}

/** By name and telephone, and the day of birth where both know it. */
async function isCustomer(tx: Tx, { masterKeys }: Ground, personId: string, { name, birthDay, phone }: BankCustomer): Promise<boolean> {
  const ours = {
    name: (await personNames(tx, [personId])).get(personId)?.full ?? '',
    phone: (await contactsOf(tx, [personId])).get(personId)?.phone ?? null,
    birthDay: (await factsInFull(tx, masterKeys, personId)).get('birthDay')?.value ?? null,
  };
  return isSameName(name, ours.name) && phone !== null && phone === ours.phone && (birthDay === null || ours.birthDay === null || birthDay === ours.birthDay);
}

async function endRequest(work: Work, row: Pick<Row, 'house_id' | 'id' | 'claim_id' | 'person_id'>, state: BankState): Promise<void> {
  const done = await work.tx
    .updateTable('ownership.bank_request')
    .set({ state, try_at: null })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .where('try_at', 'is not', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 1n)
    await tellClaim(
      work,
      { house_id: row.house_id, id: row.claim_id, person_id: row.person_id },
      state === 'confirmed' ? 'claim.bankConfirmed' : 'claim.bankFailed',
    );
}

/** The newest request of a claim, for its page. */
export const lastBankRequest = (db: Db, { house_id, id }: Pick<ClaimRow, 'house_id' | 'id'>) =>
  db
    .selectFrom('ownership.bank_request')
    .select(['state', 'check_number', 'until'])
    .where('house_id', '=', house_id)
    .where('claim_id', '=', id)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst();
