// Codes of an authenticator app (RFC 6238): six digits, 30 seconds, SHA-1, as every app supports them.
import { Secret, TOTP } from 'otpauth';
import { openField, sealField, type FieldPlace } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Tx } from '#platform/tables';
import './identity.tables.ts';

const STEP_MS = 30_000;
/** One step back and one ahead: people type slowly and clocks of telephones are off. */
const WINDOW = 1;
const ISSUER = 'Мой дом';

const generatorOf = (base32: string, label = ''): TOTP =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(base32), algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000 });

/** A new secret of 160 bits in Base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code holds; `label` is the name under which the app lists the account. */
export const otpauthUrl = (base32: string, label: string): string => generatorOf(base32, label).toString();

/** The code of the instant; for tests and for those who hold the secret. */
export const totpCodeAt = (base32: string, at: Date): string => generatorOf(base32).generate({ timestamp: at.getTime() });

/** The number of the 30-second step whose code it is, or null. Pure. */
export function stepOf(base32: string, code: string, now: Date): bigint | null {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = generatorOf(base32).validate({ token: digits, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : BigInt(Math.floor(now.getTime() / STEP_MS) + delta);
}

const placeOf = (personId: string): FieldPlace => ({ table: 'identity.totp', column: 'secret', rowId: personId });
export const sealTotp = (keys: KeyRing, personId: string, base32: string): Buffer => sealField(keys, placeOf(personId), base32);

/**
 * Takes a code of the person's authenticator once: a step that was taken, or an earlier one, is refused (RFC 6238, 5.2).
 * `settingUp`: the secret was shown but not confirmed yet.
 */
export async function takeTotpStep(tx: Tx, keys: KeyRing, given: { personId: string; code: string; now: Date; settingUp?: boolean }): Promise<boolean> {
  const { personId, code, now, settingUp = false } = given;
  const row = await tx
    .selectFrom('identity.totp')
    .select('secret')
    .where('person_id', '=', personId)
    .where('confirmed_at', settingUp ? 'is' : 'is not', null)
    .executeTakeFirst();
  const step = row && stepOf(openField(keys, placeOf(personId), row.secret), code, now);
  if (step === undefined || step === null) return false;
  const taken = await tx
    .updateTable('identity.totp')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}
