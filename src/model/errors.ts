/**
 * The person asked for something that cannot be: a wrong flag, an unknown name, a broken file. It ends the run with
 * exit code 2 and prints as one line; the hint is what to type or look at next.
 */
export class UsageError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}
