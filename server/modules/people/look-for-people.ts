// A look: whoever was found is told who looked and why, and what was found stays open to who looked for half an hour.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { openFactorReset } from '#contract/factor-resets';
import { type getLook, LOOK_MINUTES, type lookForPeople as endpoint, PEOPLE_MOST } from '#contract/people';
import { type Actor, type Person, PORTAL_ROLES } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { personLines, personsByContact, personsByName } from '#modules/identity';
import { peopleByAccountNumber } from '#modules/ledger';
import './people.tables.ts';

const AN_HOUR_MOST = 60;
const HOUR_MS = 3_600_000;
const since = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();
const selfOf = (actor: Actor): Person => (actor.kind === 'person' ? actor : refuse('auth.required'));
/** The post in which the actor looks, for the journal. */
export const postOf = (actor: Actor): { role?: string } => {
  const role = PORTAL_ROLES.find((one) => actor.kind === 'person' && actor.grants.some((grant) => grant.role === one));
  return role === undefined ? {} : { role };
};

/** POST …/looks. Refuses limit.exceeded after sixty an hour. */
export async function lookForPeople(work: Work, { by, text, reason }: BodyOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  await limitLooks(work);
  const seen = await personsFoundBy(work.tx, by, text);
  return { lookId: await keepLook(work, { by, reason: reason.trim(), seen, text }), count: seen.length };
}

/** POST …/factor-resets/:resetId/looks: the person of an open case is seen by whoever takes it up. Refuses limit.exceeded. */
export async function lookAtReset(work: Work, resetId: string): Promise<AnswerOf<typeof openFactorReset>> {
  await limitLooks(work);
  const { person_id: personId } = found(
    await work.tx.selectFrom('people.factor_reset').select('person_id').where('id', '=', resetId).where('ended_at', 'is', null).executeTakeFirst(),
  );
  await keepLook(work, { by: 'reset', reason: 'обращение о потере способов входа', seen: [personId] });
  return { personId };
}

async function limitLooks(work: Work): Promise<void> {
  const { personId } = selfOf(work.actor);
  await lockName(work.tx, `people.look ${personId}`);
  const recent = await work.tx
    .selectFrom('people.look')
    .select('made_at')
    .where('person_id', '=', personId)
    .where('made_at', '>', since(work.now, HOUR_MS))
    .orderBy('made_at')
    .execute();
  if (recent.length >= AN_HOUR_MOST)
    refuse('limit.exceeded', { seconds: Math.max(1, Math.ceil((Date.parse(recent[0]!.made_at) + HOUR_MS - work.now.getTime()) / 1000)) });
}

/** A line for who looked, and one for each whom the look shows. */
async function keepLook(work: Work, { by, reason, seen, text }: { by: string; reason: string; seen: string[]; text?: string }): Promise<string> {
  const { personId } = selfOf(work.actor);
  const lookId = deriveId(work.id, 'look');
  await work.tx.insertInto('people.look').values({ person_id: personId, id: lookId, by, reason, found: seen, made_at: work.now.toISOString() }).execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'people.searched',
    object: { kind: 'look', id: lookId },
    ...postOf(work.actor),
    facts: { count: seen.length, reason },
    ...(text !== undefined && { personal: { text } }),
  });
  for (const one of seen.slice(0, PEOPLE_MOST).filter((id) => id !== personId))
    work.journal({
      stream: `person:${one}`,
      action: 'journal.looked',
      object: { kind: 'look', id: lookId },
      personId: one,
      ...postOf(work.actor),
      facts: { what: 'карточка человека', reason },
    });
  return lookId;
}

/** One more than is shown, so that the page can say that there are more. */
async function personsFoundBy(tx: Tx, by: 'contact' | 'name' | 'account', text: string): Promise<string[]> {
  if (by === 'contact') return personsByContact(tx, text);
  if (by === 'name') return personsByName(tx, text, PEOPLE_MOST + 1);
  return (await peopleByAccountNumber(tx, text)).slice(0, PEOPLE_MOST + 1);
}

const open = (db: Db | Tx, actor: Actor, now: Date) =>
  db
    .selectFrom('people.look')
    .selectAll()
    .where('person_id', '=', selfOf(actor).personId)
    .where('made_at', '>', since(now, LOOK_MINUTES * 60_000));

/** GET …/looks/:lookId. Somebody else's and an old one do not exist. Two statements. */
export async function readLook({ db, actor, now }: Reading, lookId: string): Promise<AnswerOf<typeof getLook>> {
  const look = found(await open(db, actor, now).where('id', '=', lookId).executeTakeFirst());
  return { reason: look.reason, isMore: look.found.length > PEOPLE_MOST, people: await personLines(db, look.found.slice(0, PEOPLE_MOST)) };
}

/** The reason of the newest own look that found the person; refuses people.noLook: whoever is not looked for with a reason is not seen. */
export async function reasonToSee(db: Db | Tx, { actor, now }: { actor: Actor; now: Date }, personId: string): Promise<string> {
  const look = await open(db, actor, now).orderBy('made_at', 'desc').execute();
  const own = look.find((one) => one.found.slice(0, PEOPLE_MOST).includes(personId));
  return own ? own.reason : refuse('people.noLook');
}
