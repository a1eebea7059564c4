// Galina's tablet takes notices: what is pushed there is received by the stand-in of a push service and lies in the demo outbox.
import { addPushDevice, openPushChannel } from '#modules/notifications';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { subscriptionOf } from '#stand-ins/messages/push-receiver';
import type { Town } from './town.ts';

const TABLET = 'планшет Галины Петровны';
const AGENT = 'Mozilla/5.0 (Linux; Android 15; Tablet) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** `hosts`: push services of the settings; the stand-in, where there is one, stands first. */
export async function fillPush(work: Work, town: Town, hosts: readonly string[]): Promise<void> {
  const [host] = hosts;
  if (host === undefined) return;
  const { personId } = town.people.find(({ key }) => key === 'galina')!;
  const actor = {
    kind: 'person' as const,
    personId,
    sessionId: deriveId(personId, 'demo'),
    level: 2 as const,
    steppedUpUntil: null,
    grants: [],
    ip: '',
    agent: AGENT,
  };
  await addPushDevice({ ...work, actor }, openPushChannel({ subject: '', hosts, timeoutMs: 0 }), subscriptionOf(host, TABLET));
}
