// The numbers that a slip of the hand makes of one another. Pure.

/** Longer than any account's number; it also bounds how many neighbours there are. */
const LONGEST = 30;

/** All numbers that differ by one digit put in, left out or mistaken, or by two neighbours swapped; never the number itself. */
export function numberNeighbours(typed: string): string[] {
  const number = typed.replace(/[\s-]+/g, '');
  if (number === '' || number.length > LONGEST) return [];
  const places = Array.from({ length: number.length }, (_, place) => place);
  const at = (place: number, put: string, skip: number) => number.slice(0, place) + put + number.slice(place + skip);
  const digits = '0123456789'.split('');
  const found = new Set([
    number,
    ...places.map((place) => at(place, '', 1)),
    ...places.flatMap((place) => digits.map((digit) => at(place, digit, 1))),
    ...[...places, number.length].flatMap((place) => digits.map((digit) => at(place, digit, 0))),
    ...places.slice(1).map((place) => at(place - 1, number[place]! + number[place - 1]!, 2)),
  ]);
  found.delete(typed);
  found.delete('');
  return [...found];
}
