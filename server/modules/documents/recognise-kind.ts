// What kind of paper a text is: how it calls itself, then words and turns of phrase, each with its weight, more at the beginning (DOCS-2). Pure.
import type { DocumentKind } from '#contract/documents';
import { headingOf } from './paper-heading.ts';

type Sign = readonly [weight: number, pattern: RegExp];
type Readable = Exclude<DocumentKind, 'photo' | 'other'>;

// JavaScript's \b knows no Cyrillic letter, so a word's beginning is said by what may stand before it.
const word = (text: string): RegExp => new RegExp(`(?<![а-я])(?:${text})`);
const SIGNS: Readonly<Record<Readable, readonly Sign[]>> = {
  extract: [
    [8, word('выписка из (?:единого государственного реестра недвижимости|егрн|егрп|домовой книги)')],
    [5, word('выписка')],
    [4, word('егрн')],
    [4, word('росреестр')],
    [3, word('кадастровый номер')],
    [2, word('правообладател')],
    [2, word('обременени')],
  ],
  contract: [
    [7, word('договор (?:управления|найма|аренды|купли|дарения|подряда|оказания|поставки|ресурсоснабжения|социального)')],
    [5, word('договор')],
    [3, word('предмет договора')],
    [2, word('стороны')],
    [2, word('именуем')],
    [2, word('реквизиты и подписи сторон')],
    [2, word('дополнительное соглашение')],
  ],
  act: [
    [7, word('акт (?:приема|осмотра|обследования|выполненных|о передаче|о затоплении|о заливе|сверки|ввода|проверки)')],
    [5, word('акт(?![а-я])')],
    [3, word('комисси[яи] в составе')],
    [3, word('настоящий акт')],
    [2, word('составлен')],
  ],
  bill: [
    [8, word('платежный документ')],
    [6, word('квитанция на оплату|счет-квитанция')],
    [3, word('лицевой счет')],
    [3, word('начислено')],
    [3, word('содержание жилого помещения')],
    [2, word('взнос на капитальный ремонт')],
    [2, word('водоотведение|отопление|горячая вода|холодная вода')],
  ],
  receipt: [
    [8, word('кассовый чек')],
    [5, word('чек(?![а-я])')],
    [3, word('фискальн')],
    [3, word('фн(?![а-я])')],
    [2, word('приход')],
    [2, word('сайт фнс')],
  ],
  minutes: [
    [8, word('протокол (?:общего|внеочередного|очередного|№)')],
    [5, word('протокол')],
    [4, word('повестка дня')],
    [3, word('общее собрание|общего собрания')],
    [3, word('кворум')],
    [2, word('голосовали|решили|постановили')],
  ],
  invoice: [
    [8, word('счет на оплату|счет-фактура|счет-договор')],
    [4, word('счет №')],
    [3, word('поставщик')],
    [3, word('покупатель')],
    [2, word('банк получателя')],
    [2, word('без ндс|в том числе ндс')],
    [2, word('итого к оплате')],
  ],
  certificate: [
    [7, word('справка (?:о|об|выдана|дана)')],
    [5, word('справка')],
    [7, word('свидетельство о')],
    [4, word('свидетельство')],
    [3, word('выдана в том, что|дана в том, что|по месту требования')],
  ],
  application: [
    [7, word('заявление')],
    [3, word('прошу')],
    [2, word('от гражданина|от собственника|заявитель')],
    [4, word('согласие на обработку')],
  ],
  identity: [
    [9, word('паспорт (?:гражданина|выдан)')],
    [6, word('российская федерация паспорт|водительское удостоверение|снилс|страховое свидетельство')],
    [4, word('код подразделения')],
    [3, word('паспорт')],
    [3, word('место рождения')],
    [3, /[а-я<]{0,10}<<[а-я<a-z0-9]{6,}/],
    [2, word('личная подпись|личный код')],
  ],
};

const HEADING_WEIGHT = 12;
const TITLE_LETTERS = 400;
const TITLE_WEIGHT = 1.5;
const SURE_SCORE = 8;
const SURE_LEAD = 4;
const FEW_LETTERS = 20;
/** Letters of both alphabets that look alike: recognition mixes them. */
const ALIKE: Readonly<Record<string, string>> = { a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у', 0: 'о' };

/** One form for all: small letters, ё as е, words joined over line ends, a Latin letter or a zero within a Russian word as its likeness, a word set
 * with spaces between its letters, as titles are, without them. */
const plainLines = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/([а-я])[-­]\s*\n\s*([а-я])/g, '$1$2')
    .replaceAll(/(?<=[а-я])[abcehkmoptxy0]|[abcehkmoptxy0](?=[а-я])/g, (letter) => ALIKE[letter]!)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/(?<![а-я])[а-я](?: [а-я]){3,}(?![а-я])/g, (letters) => letters.replaceAll(' ', ''));
export const plainText = (text: string): string => plainLines(text).replaceAll(/\s+/g, ' ');

export type Guess = { readonly kind: DocumentKind; /** Per cent. */ readonly sureness: number };

/** The likeliest kind. A picture without text is a photograph; a text of which little is known is `other`, so that nobody is misled. */
export function recogniseKind(text: string, { isPicture }: { isPicture: boolean }): Guess {
  const lines = plainLines(text);
  const plain = lines.replaceAll(/\s+/g, ' ');
  if ((plain.match(/[а-яa-z]/g)?.length ?? 0) < FEW_LETTERS) return isPicture ? { kind: 'photo', sureness: 80 } : { kind: 'other', sureness: 0 };
  const heading = headingOf(lines);
  if (heading === 'other') return { kind: 'other', sureness: 0 };
  const title = plain.slice(0, TITLE_LETTERS);
  const scored = (Object.entries(SIGNS) as [Readable, readonly Sign[]][]).map(([kind, signs]) => ({
    kind,
    score:
      (kind === heading ? HEADING_WEIGHT : 0) +
      signs.reduce((sum, [weight, pattern]) => sum + (pattern.test(title) ? weight * TITLE_WEIGHT : pattern.test(plain) ? weight : 0), 0),
  }));
  scored.sort((a, b) => b.score - a.score);
  const [best, next] = scored as [(typeof scored)[0], (typeof scored)[0]];
  const lead = best.score - next.score;
  const isSure = best.score >= SURE_SCORE && lead >= SURE_LEAD;
  if (!isSure && (best.score < SURE_LEAD || lead < 1)) return { kind: 'other', sureness: 0 };
  const share = best.score / (best.score + next.score + 2);
  return { kind: best.kind, sureness: Math.min(99, Math.round(100 * (isSure ? share : share * 0.7))) };
}
