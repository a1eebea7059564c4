// Houses for a person to choose from: of a company with thousands a form shows some, the rest are found by the words of an address.
import { HOUSES_OFFERED } from '#contract/house-choice';
import { compareRussian } from '#contract/russian';
import { wordsOf } from './address.ts';

/** Those whose address holds the words, by address. Pure. */
export function atWords<H extends { readonly address: string }>(houses: readonly H[], q = ''): H[] {
  const words = wordsOf(q);
  const holds = (address: string): boolean => words.every((word) => address.includes(word));
  return houses.filter(({ address }) => holds(address.toLowerCase().replaceAll('ё', 'е'))).toSorted((a, b) => compareRussian(a.address, b.address));
}

/** As many of them as are offered, and whether there are more. The chosen house is always there, before the others. Pure. */
export function offered<H extends { readonly houseId: string; readonly address: string }>(
  houses: readonly H[],
  { q, houseId }: { readonly q?: string; readonly houseId?: string } = {},
): { houses: H[]; more: boolean } {
  const found = atWords(houses, q);
  const shown = found.slice(0, HOUSES_OFFERED);
  const chosen = houses.filter((house) => house.houseId === houseId && !shown.includes(house));
  return { houses: [...chosen, ...shown], more: found.length > HOUSES_OFFERED };
}
