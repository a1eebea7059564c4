import type { Actor, Person } from '#platform/actor';
import { refuse } from '#platform/errors';

/** Who pays: only a signed-in person has payments. Refuses others with auth.required. */
export const payerOf = (actor: Actor): Person => (actor.kind === 'person' ? actor : refuse('auth.required'));
