import { expect, test } from 'vitest';
import { afterReport, afterSending } from './delivery.ts';

const now = new Date('2026-11-12T09:00:00Z');
const message = { channel: 'sms', isSecret: false, attempts: 1, madeAt: now } as const;
const temporary = { outcome: 'temporary', why: 'busy' } as const;

test('NTF-1: a failure for now is tried again with growing pauses, six times, then the channel is given up', () => {
  const pauses = [1, 2, 3, 4, 5].map((attempts) => (afterSending({ ...message, attempts }, temporary, now).nextAt.getTime() - now.getTime()) / 1000);
  expect(pauses).toEqual([5, 20, 80, 320, 1280]);
  expect(afterSending({ ...message, attempts: 6 }, temporary, now)).toMatchObject({ status: 'permanent-failure', isOver: true });
});

test('CONF-2: a code gives way after two tries, and is not sent any more when it is old', () => {
  expect(afterSending({ ...message, isSecret: true }, temporary, now)).toMatchObject({ status: 'temporary-failure', isOver: false });
  expect(afterSending({ ...message, isSecret: true, attempts: 2 }, temporary, now).isOver).toBe(true);
  expect(afterSending({ ...message, isSecret: true }, temporary, new Date('2026-11-12T09:11:00Z')).isOver).toBe(true);
});

test('NTF-1: a wrong address and a fault of our settings are failures for good', () => {
  for (const outcome of ['permanent', 'configuration'] as const)
    expect(afterSending(message, { outcome, why: 'no such user' }, now)).toMatchObject({ status: 'permanent-failure', isOver: true });
});

test('NTF-1: a letter taken over is delivered; an SMS taken over is followed until the report', () => {
  const accepted = { outcome: 'accepted', reference: 'r1' } as const;
  expect(afterSending({ ...message, channel: 'email' }, accepted, now)).toMatchObject({ status: 'delivered', isOver: true });
  expect(afterSending(message, accepted, now)).toMatchObject({ status: 'sending', isOver: false, reference: 'r1' });
  expect(afterReport(message, 'onTheWay', now)).toMatchObject({ status: 'sending', isOver: false });
  expect(afterReport(message, 'delivered', now)).toMatchObject({ status: 'delivered', isOver: true });
  expect(afterReport(message, 'failed', now)).toMatchObject({ status: 'permanent-failure', isOver: true });
  expect(afterReport(message, 'unknown', new Date('2026-11-13T09:00:01Z'))).toMatchObject({ status: 'permanent-failure', isOver: true });
});
