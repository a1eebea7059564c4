// What payments order, notifications understand: the two modules meet only by names of tasks and templates.
import { expect, test } from 'vitest';
import { type NotificationPorts, notificationsModule } from '#modules/notifications';
import type { JobContext } from '#platform/module';
import { enterCard, until } from '#stand-ins/testing';
import { look, makePayer, start, useTill } from './factories/payments.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const till = useTill(world);

test('PAY-1, PAY-8: the ordered letter carries the receipt as PDF, and the notice of the payment is one that notifications know', async () => {
  const letters: Parameters<NotificationPorts['mail']['send']>[0][] = [];
  const mail = { send: async (letter: (typeof letters)[number]) => (letters.push(letter), { outcome: 'accepted' as const, reference: 'r' }), close: () => {} };
  const sms: NotificationPorts['sms'] = { send: async () => ({ outcome: 'temporary', why: 'no line' }), statuses: async () => new Map(), close: () => {} };
  const { jobs } = notificationsModule({
    mail,
    sms,
    push: { send: async () => ({ outcome: 'gone' }), isKnown: () => false },
    smsDayBudget: 10,
    contactsOf: async () => new Map(),
    publicUrl: new URL('https://dom.example.test'),
  });
  const context: JobContext = { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } };
  const payer = await makePayer(world, [919_661]);
  const { id, next } = await start(till, payer);
  await enterCard(next.url, '2200000000000103');
  const paid = await until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
    const seen = await look(till, payer, id);
    return seen.status === 'paid' && seen;
  });
  await till.job('payments.mail-receipt', (await till.orders('payments.mail-receipt')).at(-1)!.payload);
  await jobs!['notifications.send-message']!.run(context, (await till.orders('notifications.send-message')).at(-1)!.payload);
  expect(letters).toMatchObject([{ to: 'payer@example.test', attachments: [{ name: `чек-${paid.receipt.number}.pdf`, type: 'application/pdf' }] }]);
  expect(letters[0]!.text.replaceAll('\u00a0', ' ')).toContain(`Оплата 9 196,61 ₽ прошла. Чек № ${paid.receipt.number}`);
  await jobs!['notifications.notify']!.run(context, (await till.orders('notifications.notify')).at(-1)!.payload);
  const notices = await world.db.selectFrom('notifications.notice').select(['kind', 'title', 'link']).where('person_id', '=', payer.actor.personId).execute();
  expect(notices).toEqual([{ kind: 'payment.captured', title: 'Платёж прошёл: 9\u00a0196,61\u00a0₽', link: `/payments/${id}` }]);
});
