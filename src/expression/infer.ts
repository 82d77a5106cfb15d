import type { ASTNode } from '@marcbachmann/cel-js';
import { inferCall, inferMethod } from './infer-calls.ts';
import { complain, described, hint, inferCondition, type Inference } from './inference.ts';
import { arithmetic, canEqual, isOrdered, strayWord } from './operators.ts';
import {
  anyOf,
  ANYTHING,
  canBe,
  either,
  fieldOf,
  listOf,
  mapOf,
  NUMBER,
  oneOf,
  YES_OR_NO,
  type Sort,
  type StaticType,
} from './static-type.ts';

type Operator = ASTNode['op'];
type NodeOf<K extends Operator> = Extract<ASTNode, { readonly op: K }>;
type Handlers = { readonly [K in Operator]: (node: NodeOf<K>, inference: Inference) => StaticType };

/** What a parsed expression gives, as far as it can be known. Only what can never be right becomes a problem. */
export function infer(node: ASTNode, inference: Inference): StaticType {
  const handler = HANDLERS[node.op] as (node: ASTNode, inference: Inference) => StaticType;
  return handler(node, inference);
}

const HANDLERS: Handlers = {
  value: ({ args }) => literal(args),
  id: ({ args }, { names }) => names(args) ?? ANYTHING,
  '.': inferField,
  '.?': ({ args: [owner] }, inference) => inferAll([owner], inference),
  '[]': inferElement,
  '[?]': ({ args }, inference) => inferAll(args, inference),
  call: inferCall,
  rcall: inferMethod,
  list: ({ args }, inference) => inferList(args, inference),
  map: inferMap,
  '?:': inferChoice,
  '||': inferLogical,
  '&&': inferLogical,
  '!_': ({ args }, inference) => {
    inferCondition(args, 'what ! turns round', inference);
    return YES_OR_NO;
  },
  '-_': inferNegative,
  '+': inferArithmetic,
  '-': inferArithmetic,
  '*': inferArithmetic,
  '/': inferArithmetic,
  '%': inferArithmetic,
  '<': inferOrder,
  '<=': inferOrder,
  '>': inferOrder,
  '>=': inferOrder,
  '==': inferEquality,
  '!=': inferEquality,
  in: inferMembership,
};

const LITERAL_SORTS: Readonly<Record<string, Sort>> = { boolean: 'bool', number: 'number', bigint: 'number' };

function literal(value: unknown): StaticType {
  if (typeof value === 'string') return oneOf([value]);
  if (value === null) return { sorts: ['null'] };
  const sort = LITERAL_SORTS[typeof value];
  if (sort !== undefined) return { sorts: [sort] };
  return value instanceof Uint8Array ? { sorts: ['bytes'] } : NUMBER;
}

function inferAll(nodes: readonly ASTNode[], inference: Inference): StaticType {
  for (const node of nodes) infer(node, inference);
  return ANYTHING;
}

function inferField({ args: [owner, field], end }: NodeOf<'.'>, inference: Inference): StaticType {
  const type = infer(owner, inference);
  return select(type, field, { owner, start: end - field.length, end }, inference);
}

interface FieldPlace {
  readonly owner: ASTNode;
  readonly start: number;
  readonly end: number;
}

function select(type: StaticType, field: string, place: FieldPlace, inference: Inference): StaticType {
  if (!canBe(type, 'map')) {
    const first = canBe(type, 'list') ? ': take one of it, such as [0], or go through it with .map(x, …)' : '';
    return complain(place, `${described(type)} has no fields${first}`, inference);
  }
  const found = fieldOf(type, field);
  if (found !== undefined) return found;
  const known = Object.keys(type.fields ?? {});
  const guess = hint(field, known) || ` (known: ${known.join(', ')})`;
  return complain(
    place,
    `${writtenAs(place.owner)} has no field "${field}"${known.length === 0 ? '' : guess}`,
    inference,
    'field',
  );
}

/** A part of the expression as it is written; where that is long, it stands above the caret anyway. */
function writtenAs({ input, start, end }: ASTNode): string {
  return end - start > LONG ? 'this' : input.slice(start, end);
}

const LONG = 40;

function inferElement({ args: [owner, index] }: NodeOf<'[]'>, inference: Inference): StaticType {
  const type = infer(owner, inference);
  const at = infer(index, inference);
  if (!canBe(type, 'map', 'list')) return complain(owner, `${described(type)} has no elements`, inference);
  const [word] = at.words ?? [];
  if (!canBe(type, 'list') && index.op === 'value' && word !== undefined)
    return select(type, word, { owner, start: index.start, end: index.end }, inference);
  if (canBe(type, 'map')) return ANYTHING;
  if (canBe(at, 'number')) return type.element ?? ANYTHING;
  return complain(index, `the place in a list is a number, and this is ${described(at)}`, inference);
}

function inferList(nodes: readonly ASTNode[], inference: Inference): StaticType {
  const types = nodes.map((node) => infer(node, inference));
  return types.length === 0 ? { sorts: ['list'] } : listOf(anyOf(types));
}

function inferMap({ args }: NodeOf<'map'>, inference: Inference): StaticType {
  const entries = args.map(([key, value]) => [key, infer(key, inference), infer(value, inference)] as const);
  const written = entries.every(([key, type]) => key.op === 'value' && type.words?.length === 1);
  if (!written) return { sorts: ['map'] };
  return mapOf(Object.fromEntries(entries.map(([, key, value]) => [key.words?.[0] ?? '', value])));
}

function inferChoice({ args: [condition, yes, no] }: NodeOf<'?:'>, inference: Inference): StaticType {
  inferCondition(condition, 'what stands before ?', inference);
  return either(infer(yes, inference), infer(no, inference));
}

function inferLogical({ op, args }: NodeOf<'&&' | '||'>, inference: Inference): StaticType {
  for (const side of args) inferCondition(side, `each side of ${op}`, inference);
  return YES_OR_NO;
}

function inferNegative({ args }: NodeOf<'-_'>, inference: Inference): StaticType {
  const type = infer(args, inference);
  return canBe(type, 'number') ? NUMBER : complain(args, `${described(type)} has no negative`, inference);
}

type Binary = NodeOf<'+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in'>;

function inferArithmetic(node: Binary, inference: Inference): StaticType {
  const [left, right] = inferSides(node, inference);
  const result = arithmetic(node.op, left, right);
  if (result !== undefined) return result;
  const both = `${described(left)} and ${described(right)}`;
  const mixed = canBe(left, 'text') || canBe(right, 'text') ? ': string(x) makes a text of a number' : '';
  return complain(node, `"${node.op}" cannot work with ${both}${node.op === '+' ? mixed : ''}`, inference);
}

function inferOrder(node: Binary, inference: Inference): StaticType {
  const [left, right] = inferSides(node, inference);
  if (!isOrdered(left, right))
    complain(node, `"${node.op}" cannot compare ${described(left)} with ${described(right)}`, inference);
  return YES_OR_NO;
}

function inferSides({ args: [left, right] }: Binary, inference: Inference): readonly [StaticType, StaticType] {
  return [infer(left, inference), infer(right, inference)];
}

function inferEquality(node: Binary, inference: Inference): StaticType {
  const [left, right] = inferSides(node, inference);
  const [, second] = node.args;
  compare([node, left], [second, right], inference);
  return YES_OR_NO;
}

type Side = readonly [place: ASTNode, type: StaticType];

/** Holds two sides of `==` or two elements against each other; what they give is known anyway. */
function compare([node, left]: Side, [second, right]: Side, inference: Inference): void {
  if (!canEqual(left, right)) {
    complain(node, `${described(left)} is never equal to ${described(right)}`, inference);
    return;
  }
  const stray = strayWord(left, right);
  if (stray === undefined) return;
  const place = second.op === 'value' ? second : node;
  const guess = hint(stray.word, stray.known) || ` (it is one of ${stray.known.map((word) => `"${word}"`).join(', ')})`;
  complain(place, `this is never "${stray.word}"${guess}`, inference);
}

function inferMembership(node: Binary, inference: Inference): StaticType {
  const [needle, haystack] = node.args;
  const left = infer(needle, inference);
  const right = infer(haystack, inference);
  if (!canBe(right, 'list', 'map')) {
    const instead = canBe(right, 'text') && canBe(left, 'text') ? ': a text is searched with .contains(x)' : '';
    complain(haystack, `"in" looks into a list, and this is ${described(right)}${instead}`, inference);
  } else if (haystack.op === 'list') {
    for (const each of haystack.args) compare([each, left], [each, infer(each, silent(inference))], inference);
  } else if (!canBe(right, 'map') && right.element !== undefined) {
    compare([node, left], [node, right.element], inference);
  } else if (!canBe(right, 'list') && !canBe(left, 'text')) {
    complain(needle, `the key of an object is a text, and this is ${described(left)}`, inference);
  }
  return YES_OR_NO;
}

/** The same without an ear for problems: what was looked at before is not told twice. */
function silent(inference: Inference): Inference {
  return { ...inference, problems: [] };
}
