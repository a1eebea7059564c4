// A telephone or an address is proven without a session. Whether anybody has it is found out by a job after the answer, so
// that neither the words nor the time of the answer tell.
import { randomInt } from 'node:crypto';
import type { Flow } from '#platform/route';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { inTransaction } from '#platform/database';
import { runAsSystem, runOnce, type Work } from '#platform/work';
import { countTry, subjectOfName } from './count-try.ts';
import { wrongSignInCode } from './enter-code.ts';
import { codeMac, isCode, newToken, tokenHash } from './secrets.ts';
import { placesOf } from './throttle.ts';
import './identity.tables.ts';

const PROOF_MS = 10 * 60_000;
const TRIES = 3;
export type ProofPurpose = 'recovery' | 'sign-up';
export type ContactProof = { id: string; contact: string; personId: string | null; channel: 'sms' | 'email' | null };

/** The same work for every contact: a row, and an order to look after it. Refuses with signIn.wait. */
export async function startProof(flow: Flow, purpose: ProofPurpose, contact: string): Promise<{ challenge: string; expiresAt: string }> {
  // By the contact and not by the person: a count would tell who exists.
  await countTry(flow.db, { what: purpose, subject: subjectOfName(contact), origin: flow.actor, isKnownDevice: false }, flow.now);
  return runOnce(flow.ground, { actor: flow.actor, id: flow.id, now: flow.now }, async (work) => {
    const [challenge, id] = [newToken(), deriveId(work.id, 'contact proof')];
    const expiresAt = new Date(work.now.getTime() + PROOF_MS).toISOString();
    await work.tx
      .insertInto('identity.contact_proof')
      .values({
        token_hash: tokenHash(challenge),
        id,
        purpose,
        contact,
        person_id: null,
        channel: null,
        code_mac: null,
        tries_left: TRIES,
        until: expiresAt,
        used_at: null,
      })
      .execute();
    work.order({ task: 'identity.send-contact-code', payload: { id, network: placesOf(flow.actor.ip).network } });
    return { challenge, expiresAt };
  });
}

/** Who has the contact, and by which channel they are reached by it. */
async function holderOf(work: Work, contact: string): Promise<{ id: string; channel: 'sms' | 'email' } | undefined> {
  const person = await work.tx
    .selectFrom('identity.sign_in_name')
    .innerJoin('identity.person', 'identity.person.id', 'identity.sign_in_name.person_id')
    .select(['identity.person.id', 'kind', 'phone', 'email', 'second_factor'])
    .where('value', '=', contact)
    .where('blocked_at', 'is', null)
    .executeTakeFirst();
  if (!person) return undefined;
  const usual = person.phone !== null && person.second_factor !== 'email' ? 'sms' : 'email';
  const channel = person.kind === 'phone' ? 'sms' : person.kind === 'email' ? 'email' : usual;
  return (channel === 'sms' ? person.phone : person.email) === null ? undefined : { id: person.id, channel };
}

/** Sends the code to whoever has the contact; for a new cabinet to whoever holds the telephone, and a word to its owner when there is a cabinet already. */
export const sendContactCode: Job = {
  async run({ ground }, payload) {
    const { id, network } = payload as { id: string; network?: string };
    await runAsSystem(ground, 'identity.send-contact-code', id, async (work) => {
      const row = await work.tx.selectFrom('identity.contact_proof').select(['contact', 'purpose']).where('id', '=', id).executeTakeFirst();
      if (!row) return {};
      const holder = await holderOf(work, row.contact);
      const isNew = row.purpose === 'sign-up';
      if (isNew && holder) {
        work.order({ task: 'notifications.send-message', payload: { id, personId: holder.id, channel: 'sms', template: 'identity.alreadyHere', facts: {} } });
        return {};
      }
      if (!isNew && !holder) return {};
      const code = randomInt(1_000_000).toString().padStart(6, '0');
      const channel = holder?.channel ?? 'sms';
      await work.tx
        .updateTable('identity.contact_proof')
        .set({ code_mac: codeMac(work.masterKeys, id, code), person_id: holder?.id ?? null, channel })
        .where('id', '=', id)
        .execute();
      const to = holder ? { personId: holder.id } : { to: row.contact, network };
      work.order({
        task: 'notifications.send-message',
        payload: { id, ...to, channel, template: 'identity.code', facts: { code, words: isNew ? 'новый кабинет' : 'новый пароль вместо забытого' } },
      });
      return {};
    });
  },
};

/**
 * Tries the code in a transaction of its own; three tries, a right one gives its try back. Where nobody has the contact every
 * code is wrong. Refuses with signIn.over, signIn.wrongCode.
 */
export async function tryProof({ ground, now }: Flow, purpose: ProofPurpose, given: { challenge: string; code: string }): Promise<ContactProof> {
  const tried = await inTransaction(ground.db, async (tx) => {
    const own = tx.updateTable('identity.contact_proof').where('token_hash', '=', tokenHash(given.challenge));
    const row = await own
      .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
      .where('purpose', '=', purpose)
      .where('tries_left', '>', 0)
      .where('used_at', 'is', null)
      .where('until', '>', now.toISOString())
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    if (!isCode(ground.masterKeys, { place: row.id, code: given.code.replaceAll(/\s/g, ''), mac: row.code_mac })) return row.tries_left;
    await own.set((eb) => ({ tries_left: eb('tries_left', '+', 1) })).execute();
    return { id: row.id, contact: row.contact, personId: row.person_id, channel: row.channel as ContactProof['channel'] };
  });
  if (tried === null) refuse('signIn.over');
  if (typeof tried === 'number') throw wrongSignInCode(tried);
  return tried;
}

/** Of twenty that come at once one is carried out. */
export async function spendProof(work: Work, { id }: ContactProof): Promise<void> {
  const spent = await work.tx
    .updateTable('identity.contact_proof')
    .set({ used_at: work.now.toISOString() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (spent.numUpdatedRows === 0n) refuse('signIn.over');
}
