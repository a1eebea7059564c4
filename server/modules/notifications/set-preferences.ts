import { personIdOf } from '#platform/actor';
import { found, Refusal, refuseFields } from '#platform/errors';
import type { Work } from '#platform/work';
import { isNoticeKind, type NoticeKind, noticeKinds, type OutsideChannel } from './notice-kinds.ts';

export type Switch = { readonly kind: string; readonly channel: OutsideChannel; readonly isOn: boolean };

/** Switches kinds on or off. Refuses an unknown kind by its field, and switching off what is legal or for safety. */
export async function setPreferences(work: Work, switches: readonly Switch[]): Promise<void> {
  const personId = found(personIdOf(work.actor));
  for (const [place, { kind, channel, isOn }] of switches.entries()) {
    const known: NoticeKind | undefined = isNoticeKind(kind) ? noticeKinds[kind] : undefined;
    const pointer = `/switches/${place}/kind`;
    if (!known || known.nature === 'code') refuseFields([{ pointer, code: 'enum', detail: 'Такого уведомления нет' }]);
    if (!isOn && known.nature === 'legal' && known.channels.includes(channel))
      throw new Refusal('notifications.mayNotSwitchOff', { facts: { name: known.name } });
  }
  // The last word on a kind and channel counts.
  const wanted = [...new Map(switches.map((one) => [`${one.kind} ${one.channel}`, one])).values()];
  if (wanted.length === 0) return;
  await work.tx
    .insertInto('notifications.preference')
    .values(wanted.map(({ kind, channel, isOn }) => ({ person_id: personId, kind, channel, is_on: isOn })))
    .onConflict((on) => on.columns(['person_id', 'kind', 'channel']).doUpdateSet((eb) => ({ is_on: eb.ref('excluded.is_on') })))
    .execute();
  const facts = Object.fromEntries(wanted.slice(0, 50).map(({ kind, channel, isOn }) => [`${kind} ${channel}`, isOn]));
  work.journal({ stream: `person:${personId}`, action: 'notifications.preferencesChanged', object: { kind: 'person', id: personId }, personId, facts });
}
