// Chance that is the same for the same seed: mulberry32.
export type Dice = {
  /** A whole number from 0 to `sides` − 1. */
  roll(sides: number): number;
  /** True so many times of a hundred. */
  chance(percent: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
};

/** Dice of a seed. */
export function openDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const roll = (sides: number): number => next() % sides;
  return {
    roll,
    chance: (percent) => roll(100) < percent,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[roll(items.length)]!;
    },
    shuffle: (items) => {
      const mixed = [...items];
      for (let left = mixed.length - 1; left > 0; left--) {
        const other = roll(left + 1);
        [mixed[left], mixed[other]] = [mixed[other]!, mixed[left]!];
      }
      return mixed;
    },
  };
}
