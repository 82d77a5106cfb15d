/**
 * The longest text that every match of an RE2 pattern has to hold, empty where none is certain. It stands outside of groups,
 * classes and alternatives; a pattern that ignores case has none. Looking for it first spares most of the matching.
 */
export function requiredText(pattern: string): string {
  if (/\(\?[a-z]*[i]/.test(pattern)) return '';
  const runs: string[] = [''];
  let at = 0;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    if (character === '|') return '';
    at = character === '(' || character === '[' ? endOf(pattern, at) : at;
    const literal = literalAt(pattern, at);
    at += character === '\\' ? 2 : 1;
    const isOptional = /[*?{]/.test(pattern.charAt(at));
    if (literal === undefined || isOptional) runs.push('');
    else runs.push(`${runs.pop() ?? ''}${literal}`);
    if (literal !== undefined && pattern.charAt(at) === '+') runs.push('');
  }
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** The character that stands for itself at a place; undefined for a class, an anchor or the end of a group. */
function literalAt(pattern: string, at: number): string | undefined {
  const character = pattern.charAt(at);
  if (character !== '\\') return /[\])^$.*+?{}]/.test(character) ? undefined : character;
  const escaped = pattern.charAt(at + 1);
  return /[A-Za-z0-9]/.test(escaped) ? undefined : escaped;
}

/** The place of the bracket that closes the group or class that opens at `at`. */
function endOf(pattern: string, at: number): number {
  let depth = 0;
  for (let here = at; here < pattern.length; here += 1) {
    const character = pattern.charAt(here);
    if (character === '\\') here += 1;
    else if (character === '[') here = endOfClass(pattern, here);
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return here;
  }
  return pattern.length;
}

/** A bracket that stands first in a class is a member of it. */
function endOfClass(pattern: string, at: number): number {
  const first = pattern.charAt(at + 1) === '^' ? at + 2 : at + 1;
  for (let here = first; here < pattern.length; here += 1) {
    const character = pattern.charAt(here);
    if (character === '\\') here += 1;
    else if (character === ']' && here > first) return here;
  }
  return pattern.length;
}
