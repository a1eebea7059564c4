import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { channelsFor, isNoticeKind, type NoticeKind, type NoticeKindName, noticeKinds, wordNotice } from './notice-kinds.ts';

const kinds = Object.entries(noticeKinds) as [NoticeKindName, NoticeKind][];

describe('NTF-2: each kind of notice is worded from its facts', () => {
  test.each(kinds)('%s', (name, kind) => {
    const words = wordNotice(name, kind.sample);
    for (const said of Object.values(words)) {
      expect(said).not.toMatch(/undefined|null|NaN|\[object/);
      expect(said).toMatch(/[а-яё]/i);
    }
    expect(words.title.length).toBeLessThanOrEqual(90);
    // Two parts of a Cyrillic SMS.
    expect(words.sms.length).toBeLessThanOrEqual(134);
    for (const field of kind.fields) expect(() => wordNotice(name, { ...kind.sample, [field]: null })).toThrow(RangeError);
  });
});

test('CHG-4, NTF-2: a bill that what was paid ahead covers asks for nothing, and says what is still ahead', () => {
  const words = (payKopecks: number) => {
    const { title, text } = wordNotice('bill.issued', { ...noticeKinds['bill.issued'].sample, payKopecks });
    return [title, text].map((said) => said.replaceAll('\u00a0', ' '));
  };
  expect(words(100)).toEqual(['Счёт за октябрь: 1,00 ₽', 'Липовая, 14, кв. 37: счёт за октябрь, к оплате 1,00 ₽ до 16 ноября 2026.']);
  expect(words(0)).toEqual(['Счёт за октябрь: платить не нужно', 'Липовая, 14, кв. 37: счёт за октябрь. Платить не нужно.']);
  expect(words(-30_000)).toEqual(['Счёт за октябрь: платить не нужно', 'Липовая, 14, кв. 37: счёт за октябрь. Платить не нужно: впереди ещё 300,00 ₽.']);
});

test('NTF-1: legal notices cannot be switched off where they go by themselves, the rest can, devices too, and any may be added', () => {
  const off = new Map([
    ['email', false],
    ['sms', false],
    ['push', false],
  ] as const);
  const on = new Map([
    ['email', true],
    ['sms', true],
  ] as const);
  for (const [name, kind] of kinds.filter(([, { nature }]) => nature !== 'code')) {
    expect(channelsFor(name, new Map())).toEqual([...kind.channels, 'push']);
    expect(channelsFor(name, off)).toEqual(kind.nature === 'legal' ? kind.channels : []);
    expect(channelsFor(name, on)).toEqual(['email', 'sms', 'push']);
  }
});

test('NTF-2: every template that the code orders a message by stands in the table', () => {
  const root = new URL('../../', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const used = files.flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(/template: '([^']+)'/g)].map((hit) => `${hit[1]} in ${file}`));
  expect(used.filter((use) => !isNoticeKind(use.split(' ')[0]!))).toEqual([]);
});
