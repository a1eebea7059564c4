// Notices with their channels open to the stand-ins: people with addresses, orders carried out as the relay and the worker would.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import {
  type Contact,
  notificationsModule,
  type NotificationPorts,
  openMailChannel,
  openPushChannel,
  openSmsChannel,
  smsReceiptsIn,
} from '#modules/notifications';
import { isNoticeKind, type NoticeFacts, wordNotice } from '../../server/modules/notifications/notice-kinds.ts';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import type { StandIns } from '#stand-ins/main';
import { type Portal, startPortal, startTestStandIns, testSecrets } from '#stand-ins/testing';
import { personActor, type World } from '../world.ts';

type Received = { channel: string; to: string; subject?: string; text: string; unsubscribe?: string; unsubscribePost?: string };

/** Call at the top of a test file after `useWorld`. */
export function useNotices(world: World) {
  const contacts = new Map<string, Contact>();
  const open = {} as { portal: Portal; standIns: StandIns; ports: NotificationPorts };
  let people = 0;
  beforeAll(async () => {
    open.portal = await startPortal();
    open.standIns = await startTestStandIns(open.portal, mkdtempSync(join(tmpdir(), 'notices-')));
    open.ports = {
      mail: openMailChannel({ url: open.standIns.smtpUrl, from: 'Мой дом <no-reply@portal.example.test>', timeoutMs: 1_000 }),
      sms: openSmsChannel(
        { url: open.standIns.smsUrl, login: testSecrets.smsLogin, key: testSecrets.smsKey, dialect: 'messages-v2', timeoutMs: 1_000 },
        smsReceiptsIn(world.db, () => world.now),
      ),
      push: openPushChannel({ subject: 'mailto:no-reply@portal.example.test', hosts: [], timeoutMs: 1_000 }),
      smsDayBudget: 1_000,
      contactsOf: async () => contacts,
      publicUrl: new URL('https://dom.example.test'),
      messagesUrl: open.standIns.messagesUrl,
    };
  });
  afterAll(async () => {
    open.ports.mail.close();
    await open.standIns.stop();
    await open.portal.stop();
  });
  const context = (): JobContext => ({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } });
  const job = (task: string, payload: object = {}) => notificationsModule(open.ports).jobs![task]!.run(context(), payload);
  return {
    open,
    contacts,
    job,
    makePerson(more: Partial<Contact> = {}) {
      people += 1;
      const personId = newId(world.now);
      const contact = { email: `p${people}@example.test`, phone: `+7922000${String(1000 + people)}`, ...more };
      contacts.set(personId, contact);
      return { ...contact, personId, actor: personActor(personId) };
    },
    /** What the stand-ins took in for an address, the newest last. */
    received: async (to: string | null): Promise<Received[]> =>
      (await (await fetch(`${open.standIns.messagesUrl}?to=${encodeURIComponent(to ?? 'nobody')}`)).json()) as Received[],
    deliveries: (personId: string) =>
      world.db.selectFrom('notifications.delivery').selectAll().where('person_id', '=', personId).orderBy('channel').orderBy('made_at').execute(),
    /** Does what notifications were ordered; gives the orders that are others'. */
    async carryOrders(): Promise<{ task: string; payload: object }[]> {
      const rows = await world.db.deleteFrom('platform.outbox').returning('jobs').execute();
      const orders = rows.flatMap((row) => row.jobs as { task: string; payload: object }[]);
      for (const { task, payload } of orders) if (task.startsWith('notifications.')) await job(task, payload);
      return orders.filter(({ task }) => !task.startsWith('notifications.'));
    },
  };
}

type Ordered = { kind: string; personIds: string[]; facts: NoticeFacts; link: string; without?: string[] };

/** Notices that stand in the outbox, the oldest first, each worded as its reader gets it: an order that lacks a fact throws here. */
export async function orderedNotices({ db }: World): Promise<(Ordered & { text: string })[]> {
  const rows = await db.selectFrom('platform.outbox').select('jobs').orderBy('id').execute();
  const payloads = rows
    .flatMap(({ jobs }) => jobs as { task: string; payload: Ordered }[])
    .filter(({ task }) => task === 'notifications.notify')
    .map(({ payload }) => payload);
  return payloads.map((payload) => {
    if (!isNoticeKind(payload.kind)) throw new RangeError(`there is no notice ${payload.kind}`);
    return { ...payload, text: wordNotice(payload.kind, payload.facts).text };
  });
}
