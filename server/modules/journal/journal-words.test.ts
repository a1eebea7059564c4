import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionWords } from '#contract/action-words';
import { HOUSE_ACTIONS } from '#contract/house-actions';
import { countsByNoun } from '#contract/fact-words';
import { detailsOf, whoOf } from './journal-words.ts';

const ROOT = new URL('../../', import.meta.url);
const SOURCES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture|example)\.ts$/.test(file))
  .map((file) => readFileSync(new URL(file, ROOT), 'utf8'));

test('AUD-1, A11Y-3: what a line counts has its noun: nobody reads «сколько: 2»', () => {
  // An action with a count in the same line of code.
  const counting = SOURCES.flatMap((text) => [...text.matchAll(/action: '([a-z]\w*\.\w+)'[^\n]*facts: \{(?:[^}\n]*,)? ?count\b/gi)].map((hit) => hit[1]!));
  expect(counting.length).toBeGreaterThan(10);
  expect(counting.filter((action) => !countsByNoun(action))).toEqual([]);
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

test('AUD-1, A11Y-3: what changed is told by phrases; ids, digests and codes that have no word are not told', () => {
  const said = (action: string, facts: object): string => detailsOf(action, facts as Readonly<Record<string, unknown>>).replaceAll('\u00a0', ' ');
  expect(
    said('link.confirmed', {
      amountKopecks: 919661,
      number: 'П-7',
      period: '2026-10',
      decideBy: '2026-11-16',
      role: 'owner',
      grantId: 'x',
      hash: 'y',
      reason: null,
    }),
  ).toBe('№ П-7, собственник, 9 196,61 ₽, за октябрь 2026, ответ до 16 ноября 2026');
  expect(said('identity.left', { count: 2 })).toBe('2 входа завершены');
  expect(said('identity.entered', { level: 2, door: 'password', proofs: 'password code' })).toBe('паролем');
  expect(said('identity.steppedUp', { door: 'password', proofs: 'password code' })).toBe('показаны: пароль, код из сообщения');
  expect(said('identity.refused', { outcome: 'wrong_password' })).toBe('неверный пароль');
  expect(said('identity.protectionChanged', { what: 'totpOn' })).toBe('подключено приложение с кодами');
  expect(said('consent.given', { what: 'Вход по голосу', number: 1 })).toBe('«Вход по голосу», версия 1');
  expect(said('payment.captured', { from: 'waiting', to: 'paid', kopecks: '919661' })).toBe('9 196,61 ₽');
  expect(said('readings.submitted', { month: '2026-11', readings: 3, corrected: 0 })).toBe('за ноябрь 2026, 3 показания');
  expect(said('confirmation.requested', { purpose: 'privacy.copy', channel: 'sms' })).toBe('копия данных, по СМС');
  expect(said('confirmation.requested', { purpose: 'neverHeardOf', channel: 'pigeon' })).toBe('');
});
