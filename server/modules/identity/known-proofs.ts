// Proofs whose secrets are known beforehand: for the demo town, where they stand in the README.
import type { Work } from '#platform/work';
import { keyRow, type NewKey } from './machine-keys.ts';
import { sealTotp } from './totp-secret.ts';
import './identity.tables.ts';

/** Connects an authenticator app with this secret (Base32); it works at once. The person's second factor is set by `createPerson`. */
export async function giveAuthenticator(work: Work, { personId, secret }: { personId: string; secret: string }): Promise<void> {
  const at = work.now.toISOString();
  await work.tx
    .insertInto('identity.totp')
    .values({ person_id: personId, secret: sealTotp(work.masterKeys, personId, secret), last_step: 0n, made_at: at, confirmed_at: at })
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'identity.protectionChanged',
    object: { kind: 'person', id: personId },
    personId,
    facts: { what: 'totpOn' },
  });
}

/** Lets programs of the organization in by this key until the instant. */
export async function giveMachineKey(work: Work, given: NewKey): Promise<void> {
  await work.tx.insertInto('identity.machine_key').values(keyRow(given, work.now)).execute();
  const { organizationId, id, operations } = given;
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'identity.machineKeyMade',
    object: { kind: 'machineKey', id },
    organizationId,
    facts: { operations: operations.join(' ') },
  });
}
