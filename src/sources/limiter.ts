/** Runs work with at most so many at a time; what waits is started in order. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** A limiter for at most `most` pieces of work at once. */
export function createLimiter(most: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < most) running += 1;
    else await new Promise<void>((start) => waiting.push(start));
  }

  /** Hands the place over directly, so that nobody can slip in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
