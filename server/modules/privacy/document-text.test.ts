import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween, readSections, writeSections } from './document-text.ts';

const word = fc.stringMatching(/^[а-яё][а-яё ,.]{0,20}[а-яё.]$/u).map((text) => text.replaceAll(/\s+/gu, ' '));
const sections = fc.uniqueArray(fc.record({ heading: word, paragraphs: fc.uniqueArray(word, { maxLength: 3 }) }), {
  maxLength: 5,
  selector: ({ heading }) => heading,
});

test('PRIV-3: a text is typed as it is kept: headings and paragraphs come back', () => {
  fc.assert(
    fc.property(sections, (given) => {
      expect(readSections(writeSections(given))).toEqual(given);
    }),
  );
  expect(readSections('Вступление\nв две строки\r\n\r\n# Зачем\nЗатем.\n\nИ ещё.')).toEqual([
    { heading: 'Общее', paragraphs: ['Вступление в две строки'] },
    { heading: 'Зачем', paragraphs: ['Затем.', 'И ещё.'] },
  ]);
  expect(readSections(' \n\n ')).toEqual([]);
});

test('PRIV-3: what a version changed is said by sections, and nothing is said of what stayed', () => {
  const before = [
    { heading: 'Срок', paragraphs: ['Три года.', 'Чеки пять лет.'] },
    { heading: 'Кому', paragraphs: ['Банку.'] },
  ];
  const after = [
    { heading: 'Зачем', paragraphs: ['Для счетов.'] },
    { heading: 'Срок', paragraphs: ['Два года.', 'Чеки пять лет.'] },
  ];
  expect(changesBetween(before, after)).toEqual([
    { heading: 'Зачем', removed: [], added: ['Для счетов.'] },
    { heading: 'Срок', removed: ['Три года.'], added: ['Два года.'] },
    { heading: 'Кому', removed: ['Банку.'], added: [] },
  ]);
  fc.assert(
    fc.property(sections, (given) => {
      expect(changesBetween(given, given)).toEqual([]);
    }),
  );
});
