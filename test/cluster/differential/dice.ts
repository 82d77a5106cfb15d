/** Chance that a seed decides: the same seed gives the same case on every machine. */
export interface Dice {
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A whole number from `low` to `high`. */
  between(low: number, high: number): number;
  pick<Element>(elements: readonly Element[]): Element;
  /** The object with this probability, else one without any field: to be spread into another. */
  maybe<Part extends object>(probability: number, part: () => Part): Part | object;
}

/** Throws by mulberry32, a generator of 32 bits of state. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between: Dice['between'] = (low, high) => low + Math.floor(next() * (high - low + 1));
  return {
    chance: (probability) => next() < probability,
    between,
    pick(elements) {
      const found = elements[between(0, elements.length - 1)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
    maybe: (probability, part) => (next() < probability ? part() : {}),
  };
}
