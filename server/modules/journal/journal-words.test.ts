import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionWords, HOUSE_ACTIONS } from '#contract/action-words';
import { detailsOf, whoOf } from './journal-words.ts';

test('AUD-1, X-2: every action that the code writes into the journal has its Russian words', () => {
  const root = new URL('../../', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/\.(test|fixture|example)\.ts$/.test(file));
  const written = files.flatMap((file) => {
    const text = readFileSync(new URL(file, root), 'utf8');
    // A literal in the line itself, also one chosen by a condition.
    return [...text.matchAll(/\baction: ([^,\n]*)/g)].flatMap(([, value]) => [...value!.matchAll(/'([a-z]\w*\.\w+)'/gi)].map((hit) => ({ action: hit[1]!, file })));
  });
  expect(written.length).toBeGreaterThan(15);
  expect(written.filter(({ action }) => !Object.hasOwn(actionWords, action))).toEqual([]);
});

test('A11Y-3: the words of actions are Russian and short', () => {
  for (const words of Object.values(actionWords)) expect(words).toMatch(/^[А-ЯЁ][а-яё ]{3,40}$/);
  expect(new Set(HOUSE_ACTIONS).size).toBe(HOUSE_ACTIONS.length);
});

test('AUD-1: who acted stands with the post; an erased person has no name', () => {
  expect(whoOf({ by: 'me', isMe: true, name: 'Иванова Мария', role: null })).toBe('Вы');
  expect(whoOf({ by: 'person', isMe: false, name: 'Петров Пётр', role: 'accountant' })).toBe('Петров Пётр, бухгалтер');
  expect(whoOf({ by: 'person', isMe: false, name: undefined, role: 'manager' })).toBe('Человек, чьи данные удалены, управляющий');
  expect(whoOf({ by: 'system', isMe: false, name: undefined, role: 'payments.settle' })).toBe('Портал');
});

test('AUD-1: what changed is told by the facts that have a word; ids and digests are not shown', () => {
  const said = detailsOf({ amountKopecks: 919661, number: 'П-7', period: '2026-10', decideBy: '2026-11-16', role: 'owner', grantId: 'x', hash: 'y', reason: null });
  expect(said.replaceAll('\u00a0', ' ')).toBe('сумма: 9 196,61 ₽, номер: П-7, роль: собственник, месяц: октябрь 2026, ответить до: 16 ноября 2026');
});
