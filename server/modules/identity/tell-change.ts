// A change of the protection leaves a line and is told to the person, because a stranger may have made it.
import type { Work } from '#platform/work';
import type { SecurityChange } from './identity.events.ts';
import './identity.events.ts';

export function tellChange(work: Work, personId: string, what: SecurityChange): void {
  work.journal({ stream: `person:${personId}`, action: 'identity.protectionChanged', object: { kind: 'person', id: personId }, personId, facts: { what } });
  work.emit('security.changed', { personId, what }, [`person:${personId}`]);
}
