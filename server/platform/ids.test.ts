import { expect, test } from 'vitest';
import { deriveId, isUuid, momentOfId, newId } from './ids.ts';

const COMMAND = '018f3a3e-0000-7000-8000-000000000000';

test('X-4, PAY-3: the id of a part is the same in every release: what was made under it once is found, not made again', () => {
  expect(deriveId(COMMAND, 'часть 0')).toBe('556ab8a9-0cd5-881d-9e73-778c334518db');
  expect(deriveId(COMMAND.replace(/0$/, '3'), 'часть 3')).toBe('ee056abc-1445-89af-b388-1fcde13a7746');
});

test('X-4: parts of one object and like parts of two have ids of their own, where name and object end is not blurred', () => {
  const ids = [deriveId(COMMAND, 'a'), deriveId(COMMAND, 'b'), deriveId(COMMAND.replace(/0$/, '1'), 'a'), deriveId(`${COMMAND}a`, ''), deriveId(COMMAND, '')];
  expect(new Set(ids).size).toBe(ids.length);
});

test('X-4: ids have the version and the variant of RFC 9562; the time-ordered one tells its moment and no two are alike', () => {
  const now = new Date('2026-11-23T07:40:00.123Z');
  const ids = Array.from({ length: 200 }, () => newId(now));
  expect(new Set(ids).size).toBe(200);
  expect(ids.every((id) => isUuid(id) && /^.{14}7.{4}[89ab]/.test(id) && momentOfId(id).getTime() === now.getTime())).toBe(true);
  const derived = Array.from({ length: 200 }, (_, n) => deriveId(COMMAND, String(n)));
  expect(derived.every((id) => isUuid(id) && /^.{14}8.{4}[89ab]/.test(id))).toBe(true);
  expect(new Set(derived.map((id) => id[19])).size).toBe(4);
});
