import type { KnownProgram, ProgramFailure, SaidByProgram } from '../model/known-program.ts';

/** The first known failure that fits what a program said; undefined where none does. */
export function programFailure({ failures }: KnownProgram, said: SaidByProgram): ProgramFailure | undefined {
  return failures.find((failure) => fits(failure, said));
}

/** Whether a code is one of those that a file lists; none where it lists none. */
export function isCodeOf(codes: readonly string[] | undefined, code: string): boolean {
  return codes !== undefined && new RegExp(`^(?:${codes.join('|')})$`).test(code);
}

function fits({ codes, words }: ProgramFailure, { code = '', says }: SaidByProgram): boolean {
  if (codes !== undefined && !isCodeOf(codes, code)) return false;
  return words === undefined || new RegExp(words.join('|'), 'i').test(says);
}
