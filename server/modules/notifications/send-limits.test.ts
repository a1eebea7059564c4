import { expect, test } from 'vitest';
import { MOST_A_DAY, MOST_STRANGERS, refusalOf } from './send-limits.ts';

const asked = { channel: 'sms', recipient: '79120000001', personId: null, isSecret: true, network: '203.0.113' } as const;
const nothing = { isOff: false, ofRecipient: 0, smsToday: 0, strangers: 0 };
const refused = (more: Partial<Parameters<typeof refusalOf>[0]>, counted: Partial<typeof nothing> = {}) =>
  refusalOf({ ...asked, ...more }, { ...nothing, ...counted }, 100);

test('AUTH-10: an SMS is refused to paid and foreign numbers, over the recipient’s limit, and to the eleventh stranger of a network', () => {
  expect(refused({})).toBeUndefined();
  for (const recipient of ['78030000001', '78090000001', '77010000001', '12120000001', '7912000000', '']) expect(refused({ recipient })).toBe('number');
  expect(refused({}, { ofRecipient: MOST_A_DAY.sms })).toBe('limit');
  expect(refused({}, { strangers: MOST_STRANGERS })).toBe('network');
  expect(refused({ network: null }, { strangers: MOST_STRANGERS })).toBeUndefined();
  expect(refused({ personId: 'p' }, { strangers: MOST_STRANGERS })).toBeUndefined();
  expect(refused({ channel: 'email', recipient: 'a@example.test' }, { strangers: MOST_STRANGERS, smsToday: 1_000 })).toBeUndefined();
});

test('AUTH-10: beyond the day’s budget only codes to people of the portal go out; a channel that is off sends nothing', () => {
  expect(refused({}, { smsToday: 100 })).toBe('budget');
  expect(refused({ personId: 'p', isSecret: false }, { smsToday: 100 })).toBe('budget');
  expect(refused({ personId: 'p' }, { smsToday: 100 })).toBeUndefined();
  expect(refused({ personId: 'p' }, { isOff: true })).toBe('off');
});
