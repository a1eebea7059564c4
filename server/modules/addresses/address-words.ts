// The words that addresses are written with: kinds of streets and places and how people shorten them, marks of house, building and flat.
// Tables, no rules. Pure.

/** Kinds of streets as they are shown, with the ways of writing each. «пр» is a prospekt or a passage: it stands in both. */
const STREET_KINDS: Readonly<Record<string, string>> = {
  ул: 'улица ул улице улицы улицу',
  'пр-кт': 'проспект просп пр-кт пр-т пркт прт пр проспекте проспекта проспекту',
  проезд: 'проезд пр-д прд пр-зд пр проезде проезда',
  пер: 'переулок пер пер-к переул переулке переулка',
  'б-р': 'бульвар бул б-р бр бульв бульваре бульвара',
  пл: 'площадь пл площ',
  ш: 'шоссе ш',
  наб: 'набережная наб набер',
  туп: 'тупик туп',
  тракт: 'тракт тр-т тр',
  аллея: 'аллея ал',
  мкр: 'микрорайон мкр мкрн мкр-н мк-н мкр-он',
  'кв-л': 'квартал кв-л',
  км: 'километр км',
  ст: 'станция ст',
  снт: 'снт сад сад-во сдт днт днп днт тсн',
  тер: 'территория тер',
  линия: 'линия лн лин',
  просека: 'просека просек',
  дор: 'дорога дор',
  спуск: 'спуск',
  въезд: 'въезд',
  заезд: 'заезд',
  сквер: 'сквер',
  парк: 'парк',
  эстакада: 'эстакада эст',
  кольцо: 'кольцо к-цо',
  ряд: 'ряд',
  гск: 'гск',
};

/** Kinds of places and areas: said or left out, they change nothing. */
const PLACE_KINDS =
  'город г гор поселок пос п пгт рп село с деревня дер д хутор х станица ст-ца аул нп область обл край республика респ округ окр р-н район го мо россия рф';

/** Marks of a house number, passed over. */
const HOUSE_MARKS = 'дом д домовл домовладение владение вл влд двлд здание зд уч участок';

/** Marks inside a house number, by what they say of the part behind them: a building of the house, a structure, a letter. */
const PART_MARKS: Readonly<Record<string, string>> = {
  корпус: 'к',
  корп: 'к',
  кор: 'к',
  к: 'к',
  строение: 'с',
  стр: 'с',
  строен: 'с',
  с: 'с',
  дробь: '/',
  соор: 'с',
  сооружение: 'с',
  литера: 'л',
  литер: 'л',
  лит: 'л',
};

/** Marks of what is inside a house; the number behind is no part of the house's. */
const FLAT_MARKS = 'квартира кв кварт офис оф помещение пом помещ комната комн ком этаж эт подъезд под';

/** Ranks and first words that people shorten or leave out. */
const LONG_FORMS: Readonly<Record<string, string>> = {
  акад: 'академика',
  ген: 'генерала',
  марш: 'маршала',
  проф: 'профессора',
  адм: 'адмирала',
  кап: 'капитана',
  полк: 'полковника',
  лейт: 'лейтенанта',
  бол: 'большая',
  мал: 'малая',
  нов: 'новая',
  стар: 'старая',
  верх: 'верхняя',
  ниж: 'нижняя',
  сев: 'северная',
  юж: 'южная',
  вост: 'восточная',
  зап: 'западная',
  кр: 'красный',
  комс: 'комсомольская',
  сов: 'советская',
  рев: 'революции',
};
const SHORT_PLACES: Readonly<Record<string, string>> = {
  екб: 'екатеринбург',
  ебург: 'екатеринбург',
  спб: 'санкт петербург',
  питер: 'санкт петербург',
  мск: 'москва',
  нск: 'новосибирск',
  нино: 'нижний новгород',
  'н новгород': 'нижний новгород',
};
const LEFT_OUT =
  'академика генерала маршала профессора адмирала капитана полковника лейтенанта летчика героя сержанта майора начдива доктора архитектора инженера космонавта партизана писателя художника композитора';

/** Kinds that go without saying; of equal names these are meant. */
export const oftenLeftOut: ReadonlySet<string> = new Set(['', 'ул', 'пр-кт', 'б-р', 'ш', 'тракт', 'наб']);

/** Said before a street, «на Ленина», and no word of its name. */
export const prepositions: ReadonlySet<string> = new Set(['на', 'по', 'во']);

const ORDINALS: Readonly<Record<string, string>> = Object.fromEntries(
  ['перв', 'втор', 'трет', 'четверт', 'пят', 'шест', 'седьм', 'восьм', 'девят', 'десят'].flatMap((stem, n) =>
    (n === 2 ? ['ий', 'ья', 'ье', 'ьего', 'ьей'] : ['ый', 'ой', 'ая', 'ое', 'ого']).map((end) => [stem + end, String(n + 1)]),
  ),
);

const ONES =
  'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать';
const TENS = 'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто';
const HUNDREDS = 'сто двести триста четыреста пятьсот';

const split = (words: string): string[] => words.split(' ');

/** Ways of writing → kinds of street meant («пр» → проспект and проезд). */
export const streetKinds: ReadonlyMap<string, readonly string[]> = (() => {
  const kinds = new Map<string, string[]>();
  for (const [kind, ways] of Object.entries(STREET_KINDS)) for (const way of new Set(split(ways))) kinds.set(way, [...(kinds.get(way) ?? []), kind]);
  return kinds;
})();
export const placeKinds: ReadonlySet<string> = new Set(split(PLACE_KINDS));
export const houseMarks: ReadonlySet<string> = new Set(split(HOUSE_MARKS));
export const partMarks: ReadonlyMap<string, string> = new Map(Object.entries(PART_MARKS));
export const flatMarks: ReadonlySet<string> = new Set(split(FLAT_MARKS));
export const leftOutWords: ReadonlySet<string> = new Set(split(LEFT_OUT));
export const longForms: ReadonlyMap<string, string> = new Map(Object.entries(LONG_FORMS));
export const shortPlaces: ReadonlyMap<string, string> = new Map(Object.entries(SHORT_PLACES));
export const ordinals: ReadonlyMap<string, string> = new Map(Object.entries(ORDINALS));
/** Numbers in words, as people dictate them. */
export const cardinals: ReadonlyMap<string, number> = new Map([
  ...split(ONES).map((word, n): [string, number] => [word, n]),
  ['одна', 1],
  ['две', 2],
  ...split(TENS).map((word, n): [string, number] => [word, (n + 2) * 10]),
  ...split(HUNDREDS).map((word, n): [string, number] => [word, (n + 1) * 100]),
]);
/** Said after their number too: «2 подъезд, 7 этаж». */
export const porchMarks: ReadonlySet<string> = new Set(['подъезд', 'под', 'этаж', 'эт']);

/** The full word of a kind as it is written before a name: «пр-кт» → «проспект». */
export const kindInFull = (kind: string): string => split(STREET_KINDS[kind] ?? kind)[0]!;

/** The kind shown for however it is written in a source: «пр-кт.», «Проспект» → «пр-кт»; an unknown word stays as it is. */
export const kindOfStreet = (written: string): string => {
  const way = written.toLowerCase().replaceAll('ё', 'е').replace(/\.$/u, '').trim();
  return streetKinds.get(way)?.[0] ?? way;
};

/** Words with a dash or a stroke inside that are one mark: taken before the text is cut at dashes. */
export const dashedMarks: ReadonlySet<string> = new Set([...streetKinds.keys(), ...placeKinds].filter((way) => /[-.]/u.test(way)));
