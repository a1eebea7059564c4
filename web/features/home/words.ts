// Words of the home's facts. A part that does not exist is marked «нет», never left empty (HOME-1).
import { premisesWords } from '#contract/housing';
import { formatDecimal } from '#contract/russian';

export const PREMISES_WORDS: Readonly<Record<string, string>> = premisesWords.kind;
export const CONDITION_WORDS: Readonly<Record<string, string>> = premisesWords.condition;
export const STATUS_WORDS: Readonly<Record<string, string>> = premisesWords.housingStatus;
export const ORGANIZATION_WORDS: Readonly<Record<string, string>> = {
  manager: 'Управляющая компания',
  association: 'ТСЖ',
  supplier: 'Поставщик',
  billing_centre: 'Расчётный центр',
  repair_fund: 'Фонд капитального ремонта',
  authority: 'Орган власти',
};

/** «№ 12, 62,10 м². Комнаты: 12-1 (18,20 м²), 12-2 (12,40 м²)». */
export const communalWords = ({
  number,
  areaTotal,
  rooms,
}: {
  number: string;
  areaTotal: string;
  rooms: readonly { number: string; area: string }[];
}): string => `№\u00a0${number}, ${area(areaTotal)}. Комнаты: ${rooms.map((room) => `${room.number}\u00a0(${area(room.area)})`).join(', ')}`;

/** The value, or «нет». */
export const orNone = (value: string | number | null | undefined): string => (value === null || value === undefined || value === '' ? 'нет' : String(value));
/** «54,30 м²», or «нет». */
export const area = (text: string | null): string => (text === null ? 'нет' : `${formatDecimal(text, { minDecimals: 2, maxDecimals: 2 })}\u00a0м²`);
/** A price as it was decided: «2 350,18», «0,0208», without zeros at the end. */
export const price = (text: string): string => formatDecimal(text.replace(/(\.\d{2}\d*?)0+$/, '$1'), { minDecimals: 2 });
/** The first letter big. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
