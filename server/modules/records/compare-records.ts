// What registers say against what the person says. Pure: what each told is kept, so that differences are counted anew whenever one looks.
import { fieldWords } from '#contract/record-words';
import { COMPARED_FIELDS, type ComparedField, type Finding, RECORD_SECTIONS, type RecordField, type RecordSource } from '#contract/records';
import type { Values } from './check-section.ts';

/** What a source told: facts of the person, and of each home (`about` is its address, `ours` what the portal's card of it says). */
export type Told = {
  readonly source: RecordSource;
  readonly at: string;
  readonly facts: Partial<Record<ComparedField, string>>;
  readonly homes?: readonly {
    readonly about: string;
    readonly ours: Partial<Record<ComparedField, string>>;
    readonly theirs: Partial<Record<ComparedField, string>>;
  }[];
};
/** The person's own side. `name`: surname, name, patronymic. */
export type OwnSide = Values & { readonly name: string };

const digits = (text: string): string => text.replaceAll(/\D/g, '');
const letters = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\d]/gu, '');
/** Types of places say nothing: «ул. Липовая, д. 14» and «Липовая 14» are one address. */
const TYPES =
  /^(г|город|ул|улица|пр|пркт|проспект|пер|переулок|д|дом|кв|квартира|корп|корпус|к|стр|строение|обл|область|рф|россия|край|респ|республика|бул|бр|бульвар|ш|шоссе|пл|площадь|тракт|проезд|\d{6})$/;
/** A region is told or left out as one likes, before its kind or behind it. */
const REGION = /[а-я-]+\s+(обл(асть|\.|(?=\s))|край)|(обл(асть|\.)?|край|респ(ублика|\.)?)\s+[а-я-]+/g;
const places = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(REGION, ' ')
    .split(/[^\p{L}\d/]+/u)
    .map((word) => word.replace(/^(д|кв|корп|к|стр)(?=\d)/, ''))
    .filter((word) => word !== '' && !TYPES.test(word));
const hasDigit = (word: string): boolean => /\d/.test(word);
/** The number behind «кв.», where one is named so. */
const flatOf = (text: string): string | undefined => /(?<!\p{L})кв(?:артира)?\.?\s*№?\s*(\d+)/u.exec(text.toLowerCase())?.[1];
/** An address told shortly is the same place when every word of the shorter one stands in the longer, its numbers in their order: house 14, flat 37 is not house 37, flat 14. */
export const isSamePlace = (one: string, other: string): boolean => {
  const [short, long] = [places(one), places(other)].sort((a, b) => new Set(a).size - new Set(b).size || a.length - b.length) as [string[], string[]];
  const [flat, otherFlat] = [flatOf(one), flatOf(other)];
  if (!short.every((word) => long.includes(word)) || (flat !== undefined && otherFlat !== undefined && flat !== otherFlat)) return false;
  const numbers = long.filter(hasDigit);
  let at = -1;
  return short.filter(hasDigit).every((number) => (at = numbers.indexOf(number, at + 1)) >= 0);
};
const isSameNumber = (one: string, other: string): boolean => digits(one) === digits(other);
const isSameText = (one: string, other: string): boolean => letters(one) === letters(other);
export const isSameName = isSameText;
const isSameArea = (one: string, other: string): boolean => one.replace(/\.?0+$/, '') === other.replace(/\.?0+$/, '');

const ways: Partial<Record<ComparedField, (one: string, other: string) => boolean>> = {
  snils: isSameNumber,
  inn: isSameNumber,
  cadastralNumber: isSameNumber,
  passport: isSameNumber,
  passportSeries: isSameNumber,
  passportNumber: isSameNumber,
  bankCode: isSameNumber,
  bankAccount: isSameNumber,
  registeredAddress: isSamePlace,
  actualAddress: isSamePlace,
  area: isSameArea,
};

const own = (side: OwnSide, field: ComparedField): string | undefined => {
  if (field === 'passport') return side.passportSeries && side.passportNumber ? `${side.passportSeries} ${side.passportNumber}` : undefined;
  if (field === 'bank') return side.bankCode === undefined ? undefined : 'открыт';
  return side[field as RecordField | 'name'];
};

/** The differences, in the order of the fields. What either side does not say is no difference. Numbers of papers are masked alike. */
export function compareRecords(side: OwnSide, told: readonly Told[]): Finding[] {
  const findings: Finding[] = [];
  const note = (
    field: ComparedField,
    given: { source: RecordSource; at: string; about: string | null; ours: string | undefined; theirs: string | undefined },
  ): void => {
    const { ours, theirs } = given;
    if (ours === undefined || theirs === undefined || (ways[field] ?? isSameText)(ours, theirs)) return;
    findings.push({ field, source: given.source, toldAt: given.at, about: given.about, ours: shownValue(field, ours), theirs: shownValue(field, theirs) });
  };
  for (const field of COMPARED_FIELDS) {
    for (const { source, at, facts, homes } of told) {
      note(field, { source, at, about: null, ours: own(side, field), theirs: facts[field] });
      for (const home of homes ?? []) note(field, { source, at, about: home.about, ours: home.ours[field], theirs: home.theirs[field] });
    }
  }
  return findings;
}

const shownOf = (field: ComparedField): number | undefined =>
  field === 'passport' ? 3 : RECORD_SECTIONS.map((section) => fieldWords[section][field as RecordField]).find((one) => one !== undefined)?.shown;
const choiceWord = (field: ComparedField, value: string): string | undefined =>
  RECORD_SECTIONS.map((section) => fieldWords[section][field as RecordField]?.choices?.[value]).find((one) => one !== undefined);

/** As a screen may show it: numbers of papers but for their ends, a choice by its words. */
export function shownValue(field: ComparedField, value: string): string {
  const shown = shownOf(field);
  if (shown === undefined || !/\d/.test(value)) return choiceWord(field, value) ?? value;
  return '•'.repeat(Math.max(0, value.length - shown)) + value.slice(-shown);
}
