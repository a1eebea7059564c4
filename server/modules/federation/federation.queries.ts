// What a person sees of the outside systems that know them. Every statement is scoped by the person's id.
import type { AnswerOf } from '#contract/endpoint';
import type { getOutside } from '#contract/federation';
import { organizationsByIds } from '#modules/housing';
import { isFreshlyProven } from '#modules/identity';
import { whoAgreed } from '#modules/privacy';
import { refuse } from '#platform/errors';
import type { KeyRing } from '#platform/key-ring';
import type { Reading } from '#platform/route';
import { factsOf } from './facts.ts';
import type { Systems } from './enter-from-outside.ts';
import './federation.tables.ts';

/** Six statements. `back`: where a person stands after leaving a system. */
export async function outsideOf(
  { db, actor, now }: Reading,
  { systems, ring, back }: { systems: Systems; ring: KeyRing; back: URL },
): Promise<AnswerOf<typeof getOutside>> {
  if (actor.kind !== 'person') refuse('auth.required');
  const { personId } = actor;
  const [links, shown, heads, agreed] = await Promise.all([
    db.selectFrom('federation.link').selectAll().where('person_id', '=', personId).execute(),
    factsOf(db, ring, personId),
    db.selectFrom('federation.head').select('organization_id').where('person_id', '=', personId).execute(),
    whoAgreed(db, [personId], 'stateIdentity', now),
  ]);
  const headed =
    heads.length === 0
      ? []
      : await organizationsByIds(
          db,
          heads.map((row) => row.organization_id),
        );
  return {
    systems: systems.map((system) => {
      const link = links.find((row) => row.system_id === system.id);
      return {
        id: system.id,
        name: system.name,
        kind: system.kind,
        linkedAt: link?.linked_at ?? null,
        isTrusted: link?.is_trusted ?? false,
        leaveUrl: link ? system.leaveUrl(back) : null,
      };
    }),
    ...shown,
    heads: headed.map(({ shortName }) => shortName).sort(),
    mayFill: agreed.has(personId),
    can: { change: isFreshlyProven(actor, now) },
  };
}
