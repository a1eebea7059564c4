// How a paper calls itself: the line near its beginning that starts with a name of papers. What is named within a line is some other paper that this one
// speaks of. Pure.
import type { DocumentKind } from '#contract/documents';

type Headed = Exclude<DocumentKind, 'photo'>;
/** `other`: papers that have a name and are none of our kinds, whatever they speak of. */
const HEADINGS: Readonly<Record<Headed, readonly string[]>> = {
  extract: ['выписка', 'кадастровая выписка', 'архивная выписка'],
  contract: [
    'договор',
    'соглашение',
    'дополнительное соглашение',
    'контракт',
    'государственный контракт',
    'муниципальный контракт',
    'типовой договор',
    'предварительный договор',
    'кредитный договор',
    'брачный договор',
  ],
  act: ['акт', 'передаточный акт', 'комиссионный акт', 'дефектный акт'],
  bill: ['платежный документ', 'единый платежный документ', 'квитанция', 'счет квитанция', 'счет извещение', 'извещение', 'счет за'],
  receipt: [
    'чек',
    'кассовый чек',
    'товарный чек',
    'квитанция об оплате',
    'квитанция к приходному',
    'платежное поручение',
    'приходный кассовый ордер',
    'терминал',
  ],
  minutes: ['протокол'],
  invoice: ['счет', 'счет на оплату', 'счет фактура', 'счет договор', 'универсальный передаточный документ', 'образец заполнения платежного поручения'],
  certificate: ['справка', 'свидетельство', 'архивная справка'],
  application: ['заявление', 'исковое заявление', 'заявка', 'жалоба', 'претензия', 'ходатайство', 'согласие на обработку'],
  identity: [
    'паспорт',
    'российская федерация паспорт',
    'водительское удостоверение',
    'страховое свидетельство',
    'временное удостоверение',
    'военный билет',
    'вид на жительство',
    'пенсионное удостоверение',
    'служебное удостоверение',
    'удостоверение',
    'место жительства',
    'уведомление о регистрации в системе индивидуального',
  ],
  other: [
    'доверенность',
    'расписка',
    'завещание',
    'определение',
    'решение суда',
    'судебный приказ',
    'локальный сметный расчет',
    'смета',
    'гарантийный талон',
    'руководство',
    'инструкция',
    'ответ на',
    'уважаемый',
    'уважаемая',
    'уважаемые',
    'объявление',
    'график',
    'уведомление о проведении',
    'сообщение о проведении',
    'полис',
  ],
};
const NAMES = (Object.entries(HEADINGS) as [Headed, readonly string[]][])
  .flatMap(([kind, names]) => names.map((name) => ({ kind, words: name.split(' ') })))
  .toSorted((a, b) => b.words.length - a.words.length);

const MOST_LINES = 15;
const MOST_LETTERS = 900;
/** From so many letters on one may be read wrong. */
const LONG_WORD = 5;

/** The kind that the earliest such line names. `plain`: the beginning of a text in small letters, its lines kept. */
export function headingOf(plain: string): Headed | undefined {
  const lines = plain.slice(0, MOST_LETTERS).split('\n').slice(0, MOST_LINES);
  for (const [n, line] of lines.entries()) {
    // A long name goes on in the next line.
    const words = `${line} ${lines[n + 1] ?? ''}`
      .replaceAll(/[^а-я0-9]+/g, ' ')
      .trim()
      .split(' ');
    // Dirt of a scan before the first word.
    const from = words[0]!.length < 3 && words.length > 1 && !/^(?:к|о|от|по|в|на|и|из|для|до|с)$/.test(words[0]!) ? 1 : 0;
    const found = NAMES.find(({ words: name }) => name.every((word, place) => isWord(words[from + place] ?? '', word)));
    if (found) return found.kind;
  }
  return undefined;
}

const isWord = (read: string, word: string): boolean =>
  read === word || (word.length >= LONG_WORD && Math.abs(read.length - word.length) <= 1 && isNear(read, word));

/** One letter is another one, too many or missing. */
function isNear(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [skipA, skipB] = a.length > b.length ? [1, 0] : a.length < b.length ? [0, 1] : [1, 1];
  return a.slice(at + skipA) === b.slice(at + skipB);
}
