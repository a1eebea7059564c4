// One message to all devices of a person, and the word of a browser that it was shown.
import type { Selectable } from 'kysely';
import { runAsSystem, type Ground } from '#platform/work';
import { forgetDevices } from './push-devices.ts';
import { targetsOf } from './push-targets.ts';
import type { DeliveryTable } from './notifications.tables.ts';
import type { PushChannel, PushResult } from './push-channel.ts';
import { pushKey } from './push-key.ts';
import type { SendResult } from './send-result.ts';
import { openToken, signedToken } from './signed-token.ts';

type Row = Pick<Selectable<DeliveryTable>, 'id' | 'person_id' | 'is_secret' | 'title' | 'text' | 'short_text' | 'link'>;
const CODE_SECONDS = 300;
const NOTICE_SECONDS = 86_400;
/** A service takes 4,096 bytes sealed; letters of two bytes, and the rest of the message. */
const MOST_LETTERS = 1_400;

/** Accepted when one device's service took it; devices that are gone are forgotten. A code goes only to devices chosen for codes, and says what it confirms. */
export async function sendPush(ground: Ground, channel: PushChannel, row: Row): Promise<SendResult> {
  const key = await pushKey(ground.db, ground.masterKeys);
  const targets = row.person_id === null ? [] : await targetsOf(ground.db, ground.masterKeys, { personId: row.person_id, forCodes: row.is_secret });
  if (!key || targets.length === 0) return { outcome: 'permanent', why: 'no device takes it' };
  const text = JSON.stringify({
    title: row.title,
    text: (row.is_secret ? row.short_text : row.text)?.slice(0, MOST_LETTERS),
    link: row.link ?? '/notices',
    tag: row.id,
    receipt: signedToken(ground.masterKeys, 'push receipt', row.id),
  });
  const push = { text, seconds: row.is_secret ? CODE_SECONDS : NOTICE_SECONDS, isUrgent: row.is_secret, topic: row.id.replaceAll('-', '') };
  const results = await Promise.all(targets.map(async ({ id, subscription }) => ({ id, result: await channel.send(subscription, push, key) })));
  const gone = results.filter(({ result }) => result.outcome === 'gone').map(({ id }) => id);
  if (gone.length > 0) await runAsSystem(ground, 'notifications.forget-devices', gone.join(' '), async (work) => forgetDevices(work, gone));
  const said = results.map(({ result }) => result).filter((result): result is Exclude<PushResult, { outcome: 'gone' }> => result.outcome !== 'gone');
  return (
    said.find(({ outcome }) => outcome === 'accepted') ??
    said.find(({ outcome }) => outcome === 'temporary') ??
    said[0] ?? { outcome: 'permanent', why: 'the devices took their subscriptions back' }
  );
}

/** A browser has shown it: what waited for that does not go by another channel. A wrong or late word changes nothing. */
export async function takePushReceipt({ db, masterKeys }: Pick<Ground, 'db' | 'masterKeys'>, token: string): Promise<void> {
  const id = openToken(masterKeys, 'push receipt', token);
  if (id === undefined) return;
  await db
    .updateTable('notifications.delivery')
    .set((eb) => ({
      status: 'delivered',
      why: null,
      text: eb.case().when('is_secret', '=', true).then(null).else(eb.ref('text')).end(),
      short_text: eb.case().when('is_secret', '=', true).then(null).else(eb.ref('short_text')).end(),
    }))
    .where('id', '=', id)
    .where('channel', '=', 'push')
    .where('status', '=', 'sending')
    .execute();
}
