import type { KubeObject } from '../model/object.ts';
import { keyFault, valueFault } from './label-syntax.ts';
import type { Selection, Selects } from './selection.ts';
import { readTokens, type Token, type TokenKind } from './selector-tokens.ts';

/**
 * A label selector, equality and set based (`a=b,c!=d,e in (f,g),!h,i>1`). Takes what `labels.Parse` of
 * k8s.io/apimachinery 1.34 takes, and refuses the rest in its words.
 */
export function parseLabelSelector(text: string): Selection {
  try {
    const requirements = requirementsOf(new Reader(readTokens(text)));
    return { selects: (object) => requirements.every((selects) => selects(object)) };
  } catch (error) {
    if (error instanceof WrongSelector) return { wrong: error.message };
    throw error;
  }
}

class WrongSelector extends Error {}

/** What `labels.Parse` puts before the fault of one requirement. */
const IN_REQUIREMENT = 'unable to parse requirement: ';

/** Takes one token after the other. Where names are expected, `in` and `notin` are names. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  take(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** The next token has to be a name; gives its text. */
  takeName(expected = 'identifier'): string {
    const token = this.take();
    if (!isName(token)) throw unexpected(token, expected, IN_REQUIREMENT);
    return token.text;
  }
}

function isName({ kind }: Token): boolean {
  return kind === 'name' || kind === 'in' || kind === 'notin';
}

function unexpected({ text }: Token, expected: string, before = '', comma = ','): WrongSelector {
  return new WrongSelector(`${before}found '${text}'${comma} expected: ${expected}`);
}

function requirementsOf(reader: Reader): readonly Selects[] {
  const requirements: Selects[] = [];
  for (let next = reader.peek(); next.kind !== 'end'; next = reader.peek()) {
    if (!beginsRequirement(next)) throw unexpected(next, "!, identifier, or 'end of string'");
    requirements.push(requirementOf(reader));
    const after = reader.take();
    if (after.kind === 'end') break;
    if (after.kind !== ',') throw unexpected(after, "',' or 'end of string'");
    if (!beginsRequirement(reader.peek())) throw unexpected(reader.peek(), "identifier after ','");
  }
  return requirements;
}

function beginsRequirement(token: Token): boolean {
  return token.kind === '!' || isName(token);
}

function requirementOf(reader: Reader): Selects {
  const isAbsent = reader.peek().kind === '!';
  if (isAbsent) reader.take();
  const key = reader.takeName();
  const fault = keyFault(key);
  if (fault !== undefined) throw new WrongSelector(`${IN_REQUIREMENT}<nil>: ${fault}`);
  if (isAbsent) return (object) => labelOf(object, key) === undefined;
  if (['end', ','].includes(reader.peek().kind)) return (object) => labelOf(object, key) !== undefined;
  const operator = reader.take();
  const select = OPERATORS[operator.kind];
  if (select === undefined) throw unexpected(operator, 'in, notin, =, ==, !=, gt, lt', IN_REQUIREMENT);
  const isSet = operator.kind === 'in' || operator.kind === 'notin';
  return select(key, isSet ? valuesOf(reader, key) : [valueOf(reader, key, operator.kind)]);
}

type Operator = (key: string, values: readonly string[]) => Selects;

/** `!=` and `notin` also select objects without the label. */
const OPERATORS: Readonly<Partial<Record<TokenKind, Operator>>> = {
  '=': among,
  '==': among,
  in: among,
  '!=': notAmong,
  notin: notAmong,
  '>': (key, [limit = '']) => compared(key, (value) => value > Number(limit)),
  '<': (key, [limit = '']) => compared(key, (value) => value < Number(limit)),
};

function among(key: string, values: readonly string[]): Selects {
  return (object) => values.includes(labelOf(object, key) ?? '') && labelOf(object, key) !== undefined;
}

function notAmong(key: string, values: readonly string[]): Selects {
  const selects = among(key, values);
  return (object) => !selects(object);
}

function compared(key: string, holds: (value: number) => boolean): Selects {
  return (object) => {
    const value = labelOf(object, key) ?? '';
    return WHOLE_NUMBER.test(value) && holds(Number(value));
  };
}

const WHOLE_NUMBER = /^[+-]?\d+$/;

function labelOf(object: KubeObject, key: string): string | undefined {
  const labels = object.metadata.labels;
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function valueOf(reader: Reader, key: string, operator: TokenKind): string {
  const isMissing = ['end', ','].includes(reader.peek().kind);
  const value = isMissing ? '' : reader.takeName();
  if ((operator === '>' || operator === '<') && !WHOLE_NUMBER.test(value)) {
    const rule = "for 'Gt', 'Lt' operators, the value must be an integer";
    throw new WrongSelector(`${IN_REQUIREMENT}values[0]: Invalid value: ${JSON.stringify(value)}: ${rule}`);
  }
  return checked([value], key)[0] ?? '';
}

/** `(a, b)`; nothing between two commas is the empty value. */
function valuesOf(reader: Reader, key: string): readonly string[] {
  const open = reader.take();
  if (open.kind !== '(') throw unexpected(open, "'('", IN_REQUIREMENT, '');
  const values: string[] = [];
  for (;;) {
    values.push(isName(reader.peek()) ? reader.take().text : '');
    const after = reader.take();
    if (after.kind === ')') return checked([...new Set(values)].sort(), key);
    if (after.kind !== ',') throw unexpected(after, "',' or ')'", IN_REQUIREMENT);
  }
}

function checked(values: readonly string[], key: string): readonly string[] {
  for (const [index, value] of values.entries()) {
    const fault = valueFault(value);
    if (fault !== undefined) throw new WrongSelector(`${IN_REQUIREMENT}values[${index}][${key}]: ${fault}`);
  }
  return values;
}
