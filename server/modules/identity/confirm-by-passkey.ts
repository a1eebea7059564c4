// Confirming one operation by a passkey (CONF-1, CONF-2): the challenge that it signs holds the digest of the operation's content.
import { randomInt } from 'node:crypto';
import { found, refuse } from '#platform/errors';
import type { Flow } from '#platform/route';
import { runOnce } from '#platform/work';
import { codeMac } from './secrets.ts';
import { credentialsOf, newChallenge, notePasskeyUse, requestOptions, type Site, verifyPasskey } from './verify-passkey.ts';
import './identity.tables.ts';

/** The caller's own confirmation of this session that still may be given. */
async function openConfirmation({ db, actor, now }: Flow, confirmationId: string): Promise<{ personId: string; contentHash: Buffer }> {
  if (actor.kind !== 'person') refuse('auth.required');
  const row = found(
    await db
      .selectFrom('identity.one_time_code')
      .select(['content_hash', 'until', 'used_at', 'tries_left'])
      .where('person_id', '=', actor.personId)
      .where('id', '=', confirmationId)
      .where('bound_to', '=', actor.sessionId)
      .where('purpose', '!=', 'sign-in')
      .executeTakeFirst(),
  );
  if (row.used_at !== null) refuse('confirm.used');
  if (Date.parse(row.until) <= now.getTime()) refuse('confirm.expired');
  return { personId: actor.personId, contentHash: row.content_hash };
}

export async function passkeyConfirmOptions(flow: Flow, site: Site, confirmationId: string): Promise<{ options: string }> {
  const { personId, contentHash } = await openConfirmation(flow, confirmationId);
  const allowed = await credentialsOf(flow.db, personId);
  if (allowed.length === 0) refuse('passkey.none');
  return requestOptions(site, {
    challenge: await newChallenge(flow.db, { purpose: 'confirm', personId, boundTo: confirmationId }, { now: flow.now, content: contentHash }),
    allowed,
  });
}

/**
 * The signature counts for this content alone. It gives a code, with which the operation is sent like one that came by message:
 * the code of the message is worth nothing from now on, and the new one has the tries that were left, one at least.
 */
export async function passkeyConfirm(flow: Flow, site: Site, given: { confirmationId: string; response: string }): Promise<{ code: string }> {
  const verified = await verifyPasskey(flow, site, { response: given.response, purpose: 'confirm' });
  const { personId, contentHash } = await openConfirmation(flow, given.confirmationId);
  if (verified.boundTo !== given.confirmationId || verified.personId !== personId || !verified.content.equals(contentHash)) refuse('passkey.over');
  return runOnce(flow.ground, { actor: flow.actor, id: flow.id, now: flow.now }, async (work) => {
    await notePasskeyUse(work, verified);
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    await work.tx
      .updateTable('identity.one_time_code')
      .set((eb) => ({
        code_mac: codeMac(work.masterKeys, given.confirmationId, code),
        channel: 'passkey',
        tries_left: eb.fn<number>('greatest', ['tries_left', eb.val(1)]),
      }))
      .where('person_id', '=', personId)
      .where('id', '=', given.confirmationId)
      .where('used_at', 'is', null)
      .execute();
    work.journal({ stream: `person:${personId}`, action: 'confirmation.byPasskey', object: { kind: 'confirmation', id: given.confirmationId }, personId });
    return { code };
  });
}
