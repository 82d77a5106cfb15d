/** What a token of a label selector is; `name` for keys and values. */
export type TokenKind = '!' | '!=' | '=' | '==' | '(' | ')' | ',' | '<' | '>' | 'in' | 'notin' | 'name' | 'end';

/** A part of a label selector. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const SIGN = /^(?:!=|==|[!=(),<>])/;
const WORD = /^[^!=(),<>\s]+/;

/** Splits a label selector as the lexer of k8s.io/apimachinery does: the longest sign, words up to a sign or a blank. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let rest = text.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const [found = rest] = SIGN.exec(rest) ?? WORD.exec(rest) ?? [];
    tokens.push({ kind: kindOf(found), text: found });
    rest = rest.slice(found.length);
  }
  return tokens;
}

function kindOf(text: string): TokenKind {
  if (text === 'in' || text === 'notin' || SIGN.test(text)) return text as TokenKind;
  return 'name';
}
