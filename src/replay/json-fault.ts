const TOKEN =
  /\s*("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/uy;

/** What may come next. */
type Expected = 'value' | 'first-item' | 'key' | 'first-key' | 'colon' | 'comma' | 'nothing';

/**
 * The offset of the first character (from `start` on) with which a text can no longer become JSON, its end when it only
 * breaks off. For texts that `JSON.parse` refuses: its messages do not always say where.
 */
export function jsonFault(text: string, start: number): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = start;
  while (expected !== 'nothing') {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[1] ?? '';
    const next: Expected | undefined = token === '' ? undefined : RULES[expected](token, open);
    if (next === undefined) break;
    expected = next;
    at = TOKEN.lastIndex;
  }
  return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
}

/** What a token makes of each expectation; undefined where it may not stand. `open` holds the brackets around it. */
type Rule = (token: string, open: string[]) => Expected | undefined;

const RULES: Readonly<Record<Expected, Rule>> = {
  value,
  key,
  'first-item': (token, open) => (token === ']' ? close(open) : value(token, open)),
  'first-key': (token, open) => (token === '}' ? close(open) : key(token)),
  colon: (token) => (token === ':' ? 'value' : undefined),
  comma: (token, open) => {
    const inObject = open.at(-1) === '{';
    if (token === ',') return inObject ? 'key' : 'value';
    return token === (inObject ? '}' : ']') ? close(open) : undefined;
  },
  nothing: () => undefined,
};

function key(token: string): Expected | undefined {
  return token.startsWith('"') ? 'colon' : undefined;
}

function value(token: string, open: string[]): Expected | undefined {
  if (token === '{' || token === '[') {
    open.push(token);
    return token === '{' ? 'first-key' : 'first-item';
  }
  if (/^[}\],:]/.test(token)) return undefined;
  return open.length === 0 ? 'nothing' : 'comma';
}

function close(open: string[]): Expected {
  open.pop();
  return open.length === 0 ? 'nothing' : 'comma';
}
