// Codes to a device before SMS.
import { proven } from '#modules/identity';
import { found } from '#platform/errors';
import type { Work } from '#platform/work';
import { notify } from './notify.ts';
import { ownDevice, tellCodes } from './push-devices.ts';

/** Where codes go is protection: a second proof is asked, and every other channel hears of it. Refuses with auth.secondFactor. */
export async function setPushCodes(work: Work, deviceId: string, isOn: boolean): Promise<object> {
  const { personId } = proven(work.actor, work.now);
  const { name, takes_codes } = found(await ownDevice(work, personId, deviceId));
  if (takes_codes === isOn) return {};
  await work.tx.updateTable('notifications.push_device').set({ takes_codes: isOn }).where('person_id', '=', personId).where('id', '=', deviceId).execute();
  await tellCodes(work, [personId]);
  work.journal({ stream: `person:${personId}`, action: 'notifications.pushCodes', object: { kind: 'device', id: deviceId }, personId, facts: { isOn } });
  const what = isOn ? `коды теперь приходят уведомлением на устройство ${name}` : `коды больше не приходят уведомлением на устройство ${name}`;
  await notify(work, { personIds: [personId], kind: 'identity.factorChanged', facts: { at: work.now.toISOString(), what }, link: '/profile/notices' });
  return {};
}
