// Cuts an address as typed, or a name of the directory, into words and numbers in one form of writing. Pure.
import {
  cardinals,
  dashedMarks,
  flatMarks,
  houseMarks,
  longForms,
  ordinals,
  partMarks,
  placeKinds,
  porchMarks,
  shortPlaces,
  streetKinds,
} from './address-words.ts';
import { lookalike, onOtherKeys, otherLayout } from './skeleton.ts';

/** A word or a number; `glued` when nothing stands between it and the one before; `gap` is what stands there, without spaces. */
export type Token = { text: string; isNumber: boolean; glued: boolean; gap: string };

const ORDINAL_END = /^(?:я|й|ая|ый|ой|ий|го|ого|му|ти|х)$/u;
const ORDINAL_END_AFTER_DASH = /^(?:е|ое|ая|я|й|ый|ой|ий|го|ого|му|ти|х|ые)$/u;
const LONGEST = 200;

/** Letters with their marks apart (a text copied from a Mac or a PDF) are put together, signs that nobody sees are taken out. */
const inOneForm = (text: string): string =>
  text
    .slice(0, LONGEST)
    .normalize('NFC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll('ё', 'е');

/** Words of both alphabets become Russian. */
const withoutLookalikes = (text: string): string =>
  text.replaceAll(/[a-zа-я]+/gu, (word) => (/[а-я]/u.test(word) && /[a-z]/u.test(word) ? lookalike(word) : word));

/** «78акв160»: a letter of the house and the mark of a flat behind it. */
const flatApart = (text: string): string => text.replaceAll(/(?<=\d[а-я])(кв|оф)(?=[.\s№]*\d)/gu, ' $1');
/** «66 регион» is the number of a region, not of a house. */
const withoutRegionNumber = (text: string): string => text.replaceAll(/(?<!\d)\d{2,3}(?:-?й)?\s+регион(?!\p{L})/gu, ' ');
const wholeMarks = (text: string): string => text.replaceAll(/[а-я]+[-.][а-я]+/gu, (word) => (dashedMarks.has(word) ? `${word.replace(/[-.]/u, '=')} ` : word));

/** The words and numbers of a text in the order written. `ё` is `е`, «1-я» and «первая» are «1», «акад.» is «академика». */
export function readText(written: string): Token[] {
  const text = wholeMarks(flatApart(withoutRegionNumber(withoutLookalikes(inOneForm(written)))));
  const tokens: Token[] = [];
  let end = 0;
  let room = 0; // what may still be said of a number in words: after «сто» up to 99, after «двадцать» up to 9
  for (const found of text.matchAll(/\d+|[а-яa-z=']+/gu)) {
    const between = text.slice(end, found.index);
    end = found.index + found[0].length;
    const last = tokens.at(-1);
    const word = found[0].replaceAll('=', '-');
    const glued = between === '' && last !== undefined;
    if (last?.isNumber && ((glued && ORDINAL_END.test(word)) || (between === '-' && ORDINAL_END_AFTER_DASH.test(word)))) continue;
    const isNumber = /^\d/u.test(word);
    const said = cardinals.get(word) ?? (ordinals.has(word) ? Number(ordinals.get(word)) : undefined);
    if (said !== undefined && last && said > 0 && said < room && between.trim() === '') {
      last.text = String(Number(last.text) + said);
      room = roomAfter(said);
      continue;
    }
    room = cardinals.has(word) ? roomAfter(said!) : 0;
    const plain = isNumber ? word.replace(/^0+(?=\d)/u, '') : (said?.toString() ?? word);
    tokens.push({ text: plain, isNumber: isNumber || said !== undefined, glued, gap: between.replaceAll(/\s/gu, '') });
  }
  return inUsualOrder(tokens).flatMap(inFull);
}

const roomAfter = (said: number): number => (said >= 100 ? 100 : said >= 20 ? 10 : 0);

/** «5 подъезд 7 этаж» becomes «подъезд 5 этаж 7», but behind a comma the mark says of the number that follows it; «корпус 2 дом 5» becomes «дом 5 корпус 2». */
function inUsualOrder(tokens: readonly Token[]): Token[] {
  const own = [...tokens];
  for (let at = 1; at < own.length; at += 1) {
    const [before, next, mark] = [own[at - 1]!, own[at + 1], own[at - 2]?.text ?? ''];
    const isAfter =
      porchMarks.has(own[at]!.text) &&
      own[at]!.gap === '' &&
      before.isNumber &&
      (at === 1 || own.slice(0, at - 1).some(({ isNumber }) => isNumber)) &&
      !flatMarks.has(mark);
    if (isAfter && !(next?.isNumber && !porchMarks.has(own[at + 2]?.text ?? '')))
      own.splice(at - 1, 2, { ...own[at]!, glued: false }, { ...before, glued: false, gap: '' });
  }
  const part = own.findIndex(({ text }, at) => text.length > 1 && partMarks.has(text) && own[at + 1]?.isNumber);
  const house = own.findIndex(({ text }, at) => at > part && houseMarks.has(text) && own[at + 1]?.isNumber);
  if (part < 0 || house < 0 || own.slice(0, part).some(({ isNumber }, at) => isNumber && houseMarks.has(own[at - 1]?.text ?? ''))) return own;
  const building = own.splice(part, 2);
  own.splice(house, 0, ...building);
  return own;
}

function inFull(token: Token): Token[] {
  const long = longForms.get(token.text) ?? shortPlaces.get(token.text);
  return long === undefined ? [token] : long.split(' ').map((text) => ({ ...token, text }));
}

/** The words of a name, without «им.». */
export const wordsOfName = (name: string): string[] =>
  readText(name)
    .map(({ text }) => text)
    .filter((text) => text !== 'им' && text !== 'имени');

const isMark = (word: string): boolean => streetKinds.has(word) || placeKinds.has(word) || houseMarks.has(word) || flatMarks.has(word);
/** «ek.ktybyf»: the dot behind a mark is a dot, not the letter of its key. */
const withDots = (text: string): string =>
  text.replaceAll(/(?<![a-z[\];'`,.-])([a-z[\];'`,-]{1,9})\.(?=\S)/gu, (whole, word: string) => {
    const own = onOtherKeys(word);
    return isMark(own) ? `${own}. ` : whole;
  });

/** Ways to understand what was typed: as it stands, and with the keyboard in the other layout where Latin letters stand in it. */
export function readings(typed: string): Token[][] {
  const text = inOneForm(typed);
  if (!/[a-z]/u.test(text)) return [readText(text)];
  const dotted = withDots(text);
  return [readText(text), readText(otherLayout(text)), ...(dotted === text ? [] : [readText(otherLayout(dotted))])];
}
