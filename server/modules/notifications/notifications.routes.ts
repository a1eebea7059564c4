import {
  getDemoOutbox,
  getNoticePreferences,
  getNotices,
  getUnsubscribe,
  readNotices as readNoticesEndpoint,
  setNoticePreferences,
  unsubscribe as unsubscribeEndpoint,
} from '#contract/notifications';
import { getDelivery, switchChannel as switchChannelEndpoint } from '#contract/delivery';
import * as pushContract from '#contract/push';
import { personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { anyone, command, flow, once, only, query, type Route, secured } from '#platform/route';
import type { Db } from '#platform/tables';
import { readDemoOutbox } from './demo-outbox.ts';
import { noticesOf, preferencesOf } from './notifications.queries.ts';
import type { NotificationPorts } from './ports.ts';
import { addPushDevice, pushDevicesOf, removePushDevice } from './push-devices.ts';
import { readNotices } from './read-notices.ts';
import { takePushReceipt } from './send-push.ts';
import { setPushCodes } from './set-push-codes.ts';
import { setPreferences } from './set-preferences.ts';
import { letterKind, unsubscribe } from './unsubscribe.ts';
import { deliveryToday, switchChannel } from './watch-delivery.ts';

export function notificationsRoutes(ports: NotificationPorts): Route[] {
  const preferences = async (db: Db, personId: string) => preferencesOf(db, personId, (await ports.contactsOf(db, [personId])).get(personId));
  const { messagesUrl } = ports;
  return [
    query(getNotices, secured, ({ db, actor }, input) => noticesOf(db, found(personIdOf(actor)), input.query)),
    command(readNoticesEndpoint, secured, (work, { body }) => readNotices(work, body.ids)),
    query(getNoticePreferences, secured, ({ db, actor }) => preferences(db, found(personIdOf(actor)))),
    command(setNoticePreferences, secured, async (work, { body }) => {
      await setPreferences(work, body.switches);
      return preferences(work.tx, found(personIdOf(work.actor)));
    }),
    query(getDelivery, only('operator'), ({ db, now }) => deliveryToday(db, now, ports.smsDayBudget)),
    command(switchChannelEndpoint, only('operator'), (work, { params, body }) => switchChannel(work, params.channel, body.isOn)),
    query(getUnsubscribe, anyone, async (_reading, { params }, { masterKeys }) => letterKind(masterKeys, params.token)),
    command(unsubscribeEndpoint, anyone, (work, { body }) => unsubscribe(work, body.token)),
    query(pushContract.getPushDevices, secured, (reading) => pushDevicesOf(reading)),
    command(pushContract.addPushDevice, secured, (work, { body }) => addPushDevice(work, ports.push, body)),
    command(pushContract.setPushCodes, secured, (work, { params, body }) => setPushCodes(work, params.deviceId, body.isOn)),
    command(pushContract.removePushDevice, secured, (work, { params }) => removePushDevice(work, params.deviceId)),
    once(pushContract.takePushReceipt, anyone, async ({ ground }, { body }) => (await takePushReceipt(ground, body.token), {})),
    ...(messagesUrl === undefined ? [] : [flow(getDemoOutbox, anyone, (_flow, input) => readDemoOutbox(messagesUrl, input.query.to))]),
  ];
}
