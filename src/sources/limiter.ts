/** Runs work with at most so many at a time; what waits is started in order, what is urgent before the rest. */
export type Limiter = <T>(work: () => Promise<T>, urgent?: boolean) => Promise<T>;

/** A limiter for at most `most` pieces of work at once. */
export function createLimiter(most: number): Limiter {
  const urgent: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;

  async function enter(queue: (() => void)[]): Promise<void> {
    if (running < most) running += 1;
    else await new Promise<void>((start) => queue.push(start));
  }

  /** Hands the place over directly, so that nobody can slip in between. */
  function leave(): void {
    const next = urgent.shift() ?? waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return async (work, isUrgent = false) => {
    await enter(isUrgent ? urgent : waiting);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
