/**
 * What is worked out of an object that nobody changes any more, such as one that the cluster gave: once, however often it
 * is asked for, and forgotten with the object. What is no object is worked out each time.
 */
export function onceFor<Result>(of: unknown, known: WeakMap<object, Result>, workOut: (of: unknown) => Result): Result {
  if (typeof of !== 'object' || of === null) return workOut(of);
  const before = known.get(of);
  if (before !== undefined) return before;
  const result = workOut(of);
  known.set(of, result);
  return result;
}
