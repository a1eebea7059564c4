// The way in through an outside system: begun, come back, and then the person's own account, a new one, or a kind word.
import type { AnswerOf } from '#contract/endpoint';
import type { enrolOutside, finishOutside } from '#contract/federation';
import { createPerson, finishDoor, notStopped, personBySignInName, proven } from '#modules/identity';
import { recordConsent } from '#modules/privacy';
import { found, refuse, refuseFields } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import { runOnce, type Work } from '#platform/work';
import { keepPapers, openAttempt, type Purpose, takeAnswer, usePapers } from './attempts.ts';
import { personBySnils, takePapers } from './facts.ts';
import { followHeads } from './heads.ts';
import { linkAccount, noteEntering, personBehind } from './links.ts';
import type { OutsideIdentity, OutsidePerson } from './ports.ts';
import { isUnderAge } from './under-age.ts';

export type Systems = readonly OutsideIdentity[];
type Step = AnswerOf<typeof finishOutside>;
const NO_CHALLENGE = { challenge: null, method: null, sentTo: null, expiresAt: null, others: [] };
const once = <Answer>({ ground, actor, id, now }: Flow, command: (work: Work) => Promise<Answer>): Promise<Answer> =>
  runOnce(ground, { actor, id, now }, command);

/** Where the browser goes, and the token by which it is known when it comes back. To connect a system the second proof must be fresh. */
export async function beginOutside(
  flow: Flow,
  systems: Systems,
  { systemId, purpose }: { systemId: string; purpose: Purpose },
): Promise<{ url: string; token: string }> {
  const system = found(systems.find(({ id }) => id === systemId));
  const personId = purpose === 'link' ? proven(flow.actor, flow.now).personId : null;
  const { token, attempt } = await once(flow, (work) => openAttempt(work, { systemId, purpose, personId }));
  const begun = await system.begin(attempt);
  if (begun.kind !== 'ok') return refuse('outside.away', { name: system.name });
  return { url: begun.value, token };
}

/** `answer`: the query with which the browser came back. */
export async function comeBack(flow: Flow, systems: Systems, given: { systemId: string; token: string; answer: string }, cookies: Cookies): Promise<Step> {
  const { systemId, token } = given;
  const system = found(systems.find(({ id }) => id === systemId));
  const row = await takeAnswer(flow.db, { token, systemId, now: flow.now });
  const papers = await askSystem(flow, system, { row, answer: given.answer });
  if (row.purpose === 'link') return linkToOwn(flow, { systemId, papers, personId: row.personId });
  const finished = await once(flow, (work) => enter(work, { system, token, papers }, cookies));
  return 'name' in finished ? finished : { ...notStopped(finished), name: null };
}

async function askSystem(
  flow: Flow,
  system: OutsideIdentity,
  { row, answer }: { row: Parameters<OutsideIdentity['finish']>[0]; answer: string },
): Promise<OutsidePerson> {
  const callback = system.callbackOf(`?${answer.replace(/^\?/, '')}`);
  const told = await system.finish(row, callback);
  if (told.kind !== 'ok') {
    await once(flow, async (work) =>
      work.journal({
        stream: 'portal:sign-in',
        action: 'federation.refused',
        object: { kind: 'person' },
        facts: { system: system.id, why: told.why.slice(0, 120) },
      }),
    );
    if (told.kind === 'away') refuse('outside.away', { name: system.name });
    refuse(callback.searchParams.get('error') === 'access_denied' ? 'outside.cancelled' : 'outside.refused', { name: system.name });
  }
  if (isUnderAge(told.value.birthDay, flow.now)) refuse('outside.child');
  return told.value;
}

async function linkToOwn(flow: Flow, { systemId, papers, personId }: { systemId: string; papers: OutsidePerson; personId: string | null }): Promise<Step> {
  // Another person may have signed in at this browser meanwhile.
  if (flow.actor.kind !== 'person' || flow.actor.personId !== personId) refuse('outside.over');
  await once(flow, (work) => settle(work, { systemId, papers, personId }));
  return { ...NO_CHALLENGE, next: 'linked', name: null };
}

/** Connects the account and takes its papers over. */
async function settle(work: Work, { systemId, papers, personId }: { systemId: string; papers: OutsidePerson; personId: string }): Promise<void> {
  await linkAccount(work, { systemId, papers, personId });
  await takePapers(work, personId, papers);
  await followHeads(work, personId, papers);
}

type Came = { system: OutsideIdentity; token: string; papers: OutsidePerson };
const proofOf = ({ kind }: OutsideIdentity, { isTrusted }: OutsidePerson) => (kind === 'state' && isTrusted ? 'state' : 'bank');

async function enter(work: Work, came: Came, cookies: Cookies): Promise<Step | Awaited<ReturnType<typeof finishDoor>>> {
  const { system, token, papers } = came;
  const account = { systemId: system.id, subject: papers.subject };
  const linked = await personBehind(work.tx, account);
  // The state saw the papers of both: one insurance number is one person. Whatever else was chosen to be asked is asked.
  const own = linked ?? (papers.isTrusted && papers.snils !== null ? await personBySnils(work.tx, work.masterKeys, papers.snils) : undefined);
  if (own !== undefined) {
    if (linked === undefined) await linkAccount(work, { systemId: system.id, papers, personId: own });
    else await noteEntering(work, { systemId: system.id, papers });
    await takePapers(work, own, papers);
    await followHeads(work, own, papers);
    return finishDoor(work, { personId: own, proofs: [proofOf(system, papers)], origin: work.actor, door: system.kind }, cookies);
  }
  const contact = await personByContact(work, papers);
  if (contact === undefined && !papers.isTrusted) refuse('outside.unknown', { name: system.name });
  await keepPapers(work, { token, papers, personId: contact ?? null });
  const name = [papers.lastName, papers.firstName, papers.middleName].filter(Boolean).join(' ');
  return { ...NO_CHALLENGE, next: contact === undefined ? 'new' : 'signIn', name };
}

/** A telephone may have had another owner: whoever is found by it proves the account by its own ways first. */
const personByContact = async (work: Work, { phone, email }: OutsidePerson): Promise<string | undefined> =>
  (phone === null ? undefined : await personBySignInName(work.tx, phone)) ?? (email === null ? undefined : personBySignInName(work.tx, email));

/** Command of a person who has just signed in to the account that was found by a contact: connects what was shown before. */
export async function joinOutside(work: Work, personId: string, token: string): Promise<object> {
  const { systemId, papers, personId: expected } = await usePapers(work, token);
  if (expected !== personId) refuse('outside.otherPerson');
  await settle(work, { systemId, papers, personId });
  return {};
}

/** A new account from trusted papers, by the person's word. */
export async function enrol(
  flow: Flow,
  systems: Systems,
  { token, consent }: { token: string; consent: boolean },
  cookies: Cookies,
): Promise<AnswerOf<typeof enrolOutside>> {
  if (!consent) refuseFields([{ pointer: '/consent', code: 'required', detail: 'Отметьте согласие: без него кабинет не создать' }]);
  return notStopped(
    await once(flow, async (work) => {
      const { systemId, papers, personId: found } = await usePapers(work, token);
      const system = systems.find(({ id }) => id === systemId);
      if (!system || found !== null || !papers.isTrusted) return refuse('outside.over');
      if (await personBehind(work.tx, { systemId, subject: papers.subject })) refuse('outside.taken');
      const isFree = async (value: string | null): Promise<string | undefined> =>
        value !== null && (await personBySignInName(work.tx, value)) === undefined ? value : undefined;
      const { lastName, firstName, middleName } = papers;
      const { personId } = await createPerson(work, {
        lastName,
        firstName,
        middleName: middleName ?? undefined,
        phone: await isFree(papers.phone),
        email: await isFree(papers.email),
        confirmed: true,
        secondFactor: 'none',
      });
      await recordConsent(work, personId, 'stateIdentity');
      await settle(work, { systemId, papers, personId });
      return finishDoor(work, { personId, proofs: ['state'], origin: work.actor, door: 'state' }, cookies);
    }),
  );
}
