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
    at = endOfCount(pattern, at);
    const literal = literalAt(pattern, at);
    at += lengthAt(pattern, at);
    const isOptional = /[*?{]/.test(pattern.charAt(at));
    if (literal === undefined || isOptional) runs.push('');
    else runs.push(`${runs.pop() ?? ''}${literal}`);
    if (literal !== undefined && pattern.charAt(at) === '+') runs.push('');
  }
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/**
 * Texts of which every match of a pattern has to hold at least one: its required text or, where it is a choice, one of each
 * of the alternatives. A list with the empty text says that none is certain.
 */
export function requiredTexts(pattern: string): readonly string[] {
  if (/\(\?[a-z]*[i]/.test(pattern)) return [''];
  const always = requiredText(pattern);
  if (always !== '') return [always];
  for (const choice of choicesOf(pattern)) {
    const texts = choice.flatMap(requiredTexts);
    if (!texts.includes('')) return texts;
  }
  return [''];
}

/** The choices that every match has to make: the alternatives of the pattern, or else those of each of its groups. */
function choicesOf(pattern: string): readonly (readonly string[])[] {
  const whole = alternativesOf(pattern);
  if (whole.length > 1) return [whole];
  const choices: (readonly string[])[] = [];
  for (let at = 0; at < pattern.length; at += lengthAt(pattern, at)) {
    if (pattern.charAt(at) === '[') at = endOfClass(pattern, at);
    if (pattern.charAt(at) !== '(') continue;
    const end = endOf(pattern, at);
    const inside = pattern.slice(at + 1, end).replace(/^\?(?::|P<\w+>)/, '');
    if (!/[*?{]/.test(pattern.charAt(end + 1)) && inside !== pattern) choices.push(alternativesOf(inside));
    at = end;
  }
  return choices;
}

/** A pattern split at the bars that stand in no group and no class. */
function alternativesOf(pattern: string): readonly string[] {
  const bars: number[] = [];
  for (let at = 0; at < pattern.length; at += lengthAt(pattern, at)) {
    const character = pattern.charAt(at);
    if (character === '(' || character === '[') at = endOf(pattern, at);
    else if (character === '|') bars.push(at);
  }
  return [...bars, pattern.length].map((bar, index) =>
    pattern.slice(index === 0 ? 0 : (bars[index - 1] ?? 0) + 1, bar),
  );
}

/** How many characters an escape takes up, `\\x27` being four; 1 for any other character. */
function lengthAt(pattern: string, at: number): number {
  if (pattern.charAt(at) !== '\\') return 1;
  return /^\\x[0-9A-Fa-f]{2}/.test(pattern.slice(at, at + 4)) ? 4 : 2;
}

/** The character that stands for itself at a place; undefined for a class, an anchor or the end of a group. */
function literalAt(pattern: string, at: number): string | undefined {
  const character = pattern.charAt(at);
  if (character !== '\\') return /[\])^$.*+?{}]/.test(character) ? undefined : character;
  const escaped = pattern.charAt(at + 1);
  return /[A-Za-z0-9]/.test(escaped) ? undefined : escaped;
}

/** The place of the brace that closes a count such as `{2,5}`; the place itself where none begins. */
function endOfCount(pattern: string, at: number): number {
  const count = /^\{\d+(?:,\d*)?\}/.exec(pattern.slice(at, at + 12))?.[0] ?? ' ';
  return at + count.length - 1;
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
