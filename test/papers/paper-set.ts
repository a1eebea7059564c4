// Two hundred papers of every kind by which the recognition is judged (DOCS-2): written as such papers read in life, typed, as the text layer of a PDF
// gives them, and as recognition reads a scan. From one seed: always the same.
import type { DocumentKind } from '#contract/documents';
import { acts, contracts, minutes } from './agreed-writings.ts';
import { applications, others } from './asked-writings.ts';
import { bills, invoices, receipts } from './money-writings.ts';
import { type Words, wordsFrom } from './paper-words.ts';
import { certificates, extracts, identities } from './registers-writings.ts';

/** Fields that a person would copy from the paper; what is not said is not judged. */
export type Written = {
  readonly text: string;
  readonly number?: string;
  readonly datedOn?: string;
  readonly sumKopecks?: bigint;
  readonly cadastralNumber?: string;
};
export type Writing = (words: Words) => Written;
export type Paper = Written & { readonly kind: DocumentKind; readonly way: Way; readonly isPicture: boolean };
type Way = 'typed' | 'layer' | 'scan';

const WAYS: readonly Way[] = ['typed', 'layer', 'scan'];
const LINE = 64;
/** Letters of a scan that are read wrong, of a thousand. */
const WRONG = 15;
const ALIKE: Readonly<Record<string, string>> = {
  и: 'н',
  н: 'п',
  п: 'л',
  е: 'с',
  о: '0',
  з: '3',
  ш: 'щ',
  щ: 'ш',
  б: '6',
  ь: 'ы',
  ы: 'ь',
  а: 'a',
  с: 'c',
  р: 'p',
  т: 'г',
  ц: 'п',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: '0',
  Р: 'P',
  С: 'C',
  Т: 'T',
  И: 'Н',
  Д: 'Л',
  Ц: 'П',
  З: '3',
};

/** Of a photograph that is no paper: nothing, or a few letters that happen to stand in it. */
const photos: readonly Writing[] = ['', ' 12 ', 'ГАЗ\n| — _', 'Кв. 7', '0 0 1 2 3 , 4 5\nm3', '~ ,', 'М 066', '. \n—'].map((text) => () => ({ text }));

const KINDS: readonly (readonly [kind: DocumentKind, count: number, writings: readonly Writing[]])[] = [
  ['extract', 18, extracts],
  ['contract', 20, contracts],
  ['act', 18, acts],
  ['bill', 18, bills],
  ['receipt', 17, receipts],
  ['minutes', 16, minutes],
  ['invoice', 16, invoices],
  ['certificate', 18, certificates],
  ['application', 16, applications],
  ['identity', 16, identities],
  ['photo', 8, photos],
  ['other', 19, others],
];

/** Lines end where the sheet does, long words are parted. */
function asLayer(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      let rest = line;
      while (rest.length > LINE) {
        const isWithin = /[а-яё]{4}$/i.test(rest.slice(0, LINE)) && /^[а-яё]{3}/i.test(rest.slice(LINE));
        lines.push(rest.slice(0, LINE) + (isWithin ? '-' : ''));
        rest = rest.slice(LINE);
      }
      return [...lines, rest];
    })
    .join(' \n');
}

/** As a program reads a photographed sheet: dirt before it, letters that look alike, spaces too many and lost. Figures stay: fields are judged by them. */
function asScan(text: string, { any, one }: Words): string {
  const letters = Array.from(text, (letter) => {
    if (any(1_000) >= WRONG) return letter;
    if (letter === ' ') return one(['  ', ' ', '']);
    return ALIKE[letter] ?? letter;
  });
  return `${one(['', '| —\n', ' . ,\n', '© _\n'])}${letters.join('')}\n${one(['', '~', 'ee'])}`;
}

/** `seed`: another one gives other papers of the same writings. */
export function paperSet(seed = 2026): Paper[] {
  const words = wordsFrom(seed);
  return KINDS.flatMap(([kind, count, writings]) =>
    Array.from({ length: count }, (_, n): Paper => {
      const written = writings[n % writings.length]!(words);
      const way = kind === 'photo' ? 'typed' : WAYS[(n + Math.floor(n / writings.length)) % WAYS.length]!;
      return {
        ...written,
        kind,
        way,
        isPicture: kind === 'photo' || way === 'scan',
        text: way === 'typed' ? written.text : way === 'layer' ? asLayer(written.text) : asScan(written.text, words),
      };
    }),
  );
}

export type KindShare = { readonly kind: DocumentKind; readonly right: number; readonly of: number; readonly missed: readonly string[] };

/** How many of each kind are known. */
export function shareByKind(papers: readonly Paper[], recognise: (paper: Paper) => DocumentKind): KindShare[] {
  return KINDS.map(([kind]) => {
    const own = papers.filter((paper) => paper.kind === kind);
    const missed = own.flatMap((paper) => {
      const guess = recognise(paper);
      return guess === kind ? [] : [`${guess} (${paper.way}): ${paper.text.slice(0, 70).replaceAll(/\s+/g, ' ')}`];
    });
    return { kind, right: own.length - missed.length, of: own.length, missed };
  });
}

/** Per cent of all. */
export const shareOfAll = (shares: readonly KindShare[]): number =>
  (100 * shares.reduce((sum, { right }) => sum + right, 0)) / shares.reduce((sum, { of }) => sum + of, 0);
