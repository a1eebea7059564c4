// Staff's looks at a person's data are told to that person (AUD-1, X-11). For queries, which themselves change nothing.
import type { Actor } from './actor.ts';
import { deriveId } from './ids.ts';
import { type Ground, runCommand } from './work.ts';

export type Look = {
  /** Whose data were looked at. */
  readonly personId: string;
  readonly object: { readonly kind: string; readonly id?: string };
  /** Russian: «лицевой счёт», «паспорт». */
  readonly what: string;
  /** Why, in the words of who looked, where it is asked for. */
  readonly reason?: string;
  readonly role?: string;
  readonly houseId?: string;
  readonly organizationId?: string;
};

const ONE_LOOK_MS = 10 * 60_000;

/** Writes the look in a transaction of its own; the same actor at the same object is one look in ten minutes. One's own data are no look. */
export async function recordLook(ground: Ground, actor: Actor, look: Look): Promise<void> {
  if (actor.kind === 'person' && actor.personId === look.personId) return;
  const now = ground.clock();
  const { personId, object, what, reason, ...where } = look;
  const id = deriveId(`${personId} ${object.kind} ${object.id ?? ''} ${what}`, `look ${Math.floor(now.getTime() / ONE_LOOK_MS)}`);
  await runCommand(ground, { actor, id, route: 'journal.look', body: null, now }, async (work) =>
    work.journal({ stream: `person:${personId}`, action: 'journal.looked', object, personId, facts: { what, ...(reason !== undefined && { reason }) }, ...where }),
  );
}
