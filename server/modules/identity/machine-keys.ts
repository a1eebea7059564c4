// Keys by which programs of an organization call the API (AUTH-12): for named operations, with a term, shown once.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { type listMachineKeys, MACHINE_OPERATIONS, type makeMachineKey } from '#contract/identity';
import { type Actor, organizationsOf } from '#platform/actor';
import { found } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Flow, Reading } from '#platform/route';
import { runCommand, type Work } from '#platform/work';
import { proven } from './authenticator.ts';
import { personNames } from './persons.ts';
import { newToken, tokenHash } from './secrets.ts';
import './identity.tables.ts';

const PREFIX = 'moidom_';
const DAY_MS = 86_400_000;

/** Somebody else's organization does not exist for the caller. */
const ownOrganization = (actor: Actor, organizationId: string): string => found(organizationsOf(actor, ['manager']).find((id) => id === organizationId));

/** The key is made outside the remembered answer: a repeated request gets the same id and no key. */
export async function makeKey(flow: Flow, organization: string, body: BodyOf<typeof makeMachineKey>): Promise<AnswerOf<typeof makeMachineKey>> {
  const organizationId = ownOrganization(flow.actor, organization);
  const key = PREFIX + newToken();
  const request = { actor: flow.actor, id: flow.id, route: flow.route, body: { organizationId, ...body }, now: flow.now };
  const { answer, repeated } = await runCommand(flow.ground, request, async (work) => {
    const { personId } = proven(work.actor, work.now);
    const id = deriveId(work.id, 'machine key');
    const until = new Date(work.now.getTime() + body.days * DAY_MS).toISOString();
    await work.tx
      .insertInto('identity.machine_key')
      .values(keyRow({ organizationId, id, key, name: body.name, operations: body.operations, madeBy: personId, until }, work.now))
      .execute();
    work.journal({
      stream: `organization:${organizationId}`,
      action: 'identity.machineKeyMade',
      object: { kind: 'machineKey', id },
      organizationId,
      facts: { operations: body.operations.join(' '), days: body.days },
    });
    return { id, until };
  });
  return { ...answer, key: repeated ? null : key };
}

export type NewKey = { organizationId: string; id: string; key: string; name: string; operations: readonly string[]; madeBy: string; until: string };

/** How a key is kept: its digest, and its first letters for people to tell it from others. */
export function keyRow({ organizationId, id, key, name, operations, madeBy, until }: NewKey, now: Date) {
  return {
    organization_id: organizationId,
    id,
    key_hash: tokenHash(key),
    name,
    hint: key.slice(0, PREFIX.length + 4),
    operations: [...operations],
    made_by: madeBy,
    made_at: now.toISOString(),
    until,
    last_used_at: null,
    revoked_at: null,
  };
}

/** Revoking twice is revoked. */
export async function revokeKey(work: Work, organization: string, keyId: string): Promise<object> {
  const organizationId = ownOrganization(work.actor, organization);
  found(await work.tx.selectFrom('identity.machine_key').select('id').where('organization_id', '=', organizationId).where('id', '=', keyId).executeTakeFirst());
  const revoked = await work.tx
    .updateTable('identity.machine_key')
    .set({ revoked_at: work.now.toISOString() })
    .where('organization_id', '=', organizationId)
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (revoked.numUpdatedRows > 0n)
    work.journal({ stream: `organization:${organizationId}`, action: 'identity.machineKeyRevoked', object: { kind: 'machineKey', id: keyId }, organizationId });
  return {};
}

export async function machineKeys({ db, actor, now }: Reading, organization: string): Promise<AnswerOf<typeof listMachineKeys>> {
  const organizationId = ownOrganization(actor, organization);
  const rows = await db
    .selectFrom('identity.machine_key')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  const names = await personNames(
    db,
    rows.map((row) => row.made_by),
  );
  const stateOf = (row: { revoked_at: string | null; until: string }) =>
    row.revoked_at !== null ? 'revoked' : Date.parse(row.until) <= now.getTime() ? 'expired' : 'active';
  return {
    keys: rows.map((row) => ({
      id: row.id,
      name: row.name,
      hint: row.hint,
      operations: MACHINE_OPERATIONS.filter((one) => row.operations.includes(one)),
      madeAt: row.made_at,
      madeBy: names.get(row.made_by)?.full ?? '',
      until: row.until,
      lastUsedAt: row.last_used_at,
      state: stateOf(row),
    })),
  };
}
