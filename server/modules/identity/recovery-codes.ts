// Codes for the day when the telephone is lost: ten, each for one use, shown once, kept as keyed digests.
import { randomInt } from 'node:crypto';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { codeMac, codeMacs } from './secrets.ts';
import './identity.tables.ts';

const COUNT = 10;
/** Without signs that are read as others: 0 and o, 1 and l and i. Ten of them are 49 bits. */
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz';

const placeOf = (personId: string): string => `recovery ${personId}`;
const plain = (code: string): string => code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const newCode = (): string => Array.from({ length: 10 }, (_, i) => (i === 5 ? '-' : '') + SIGNS[randomInt(SIGNS.length)]).join('');

/** Makes ten new codes for the person; the old ones stop working. */
export async function makeRecoveryCodes(work: Work, personId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  await work.tx.deleteFrom('identity.recovery_code').where('person_id', '=', personId).execute();
  await work.tx
    .insertInto('identity.recovery_code')
    .values(codes.map((code) => ({ person_id: personId, code_mac: codeMac(work.masterKeys, placeOf(personId), plain(code)), used_at: null })))
    .execute();
  return codes;
}

/** Spends a code; false when there is no such, or it was used. */
export async function takeRecoveryCode(work: Work, personId: string, code: string): Promise<boolean> {
  const macs = codeMacs(work.masterKeys, placeOf(personId), plain(code));
  const taken = await work.tx
    .updateTable('identity.recovery_code')
    .set({ used_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('code_mac', 'in', macs)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Unused codes of everybody: they hold by the key that they were made with. */
export async function recoveryCodesLeft(db: Db): Promise<number> {
  const { left } = await db
    .selectFrom('identity.recovery_code')
    .select((eb) => eb.fn.countAll<bigint>().as('left'))
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}
