import type { ASTNode } from '@marcbachmann/cel-js';
import { FUNCTION_HELP } from './functions.ts';
import { complain, described, hint, inferCondition, type Inference } from './inference.ts';
import { literalFault, type Signature } from './signatures.ts';
import { anyOf, ANYTHING, canBe, describeType, listOf, TEXT, YES_OR_NO, type StaticType } from './static-type.ts';
import { typeAtPath } from './type-at-path.ts';

type Call = Extract<ASTNode, { readonly op: 'call' }>;
type Method = Extract<ASTNode, { readonly op: 'rcall' }>;

/** What `name(arguments)` gives. */
export function inferCall(node: Call, inference: Inference): StaticType {
  const [name, args] = node.args;
  const types = args.map((each) => inference.infer(each, inference));
  if (name === 'has') return YES_OR_NO;
  const called = { name, types, args, place: { start: node.start, end: node.start + name.length }, node };
  return choose(
    called,
    signaturesNamed(name, inference).filter(({ receiver }) => receiver === undefined),
    inference,
  );
}

/** What `receiver.name(arguments)` gives. */
export function inferMethod(node: Method, inference: Inference): StaticType {
  const [name, receiver, args] = node.args;
  if (name === 'bind' && receiver.op === 'id' && receiver.args === 'cel') return inferBinding(args, inference);
  const type = inference.infer(receiver, inference);
  const written = node.input.indexOf(name, receiver.end);
  const place = { start: written, end: written + name.length };
  if (isLoop(name, args)) return inferLoop({ name, receiver, type, args }, inference);
  const types = args.map((each) => inference.infer(each, inference));
  const known = signaturesNamed(name, inference).filter((each) => each.receiver !== undefined);
  const fitting = known.filter((each) => fits(type, each.receiver ?? ANYTHING));
  if (known.length > 0 && fitting.length === 0) return wrongReceiver(receiver, { name, type, known }, inference);
  return choose({ name, types, args, place, node }, fitting, inference);
}

interface Called {
  readonly name: string;
  readonly types: readonly StaticType[];
  readonly args: readonly ASTNode[];
  /** Where the name of the function stands. */
  readonly place: { readonly start: number; readonly end: number };
  readonly node: Call | Method;
}

function signaturesNamed(name: string, { signatures }: Inference): readonly Signature[] {
  return signatures.get(name) ?? [];
}

/** Chooses among the ways to call a function by the number of the arguments, then by what they are. */
function choose(called: Called, known: readonly Signature[], inference: Inference): StaticType {
  if (known.length === 0) return unknownFunction(called, inference);
  const { name, types, args, node } = called;
  const counted = known.filter(({ params }) => params.length === types.length);
  if (counted.length === 0) return wrongCount(called, known, inference);
  const fitting = counted.filter(({ params }) => params.every((param, index) => fits(types[index], param)));
  if (fitting.length === 0) return wrongArgument(called, counted, inference);
  const fault = literalFault(name, types);
  if (fault !== undefined) complain(args[fault.argument] ?? node, fault.message, inference);
  else if (name === 'get') checkPath(types, args, inference);
  return anyOf(fitting.map(({ result }) => result));
}

/** A field that is never there always gives the default. */
function checkPath(types: readonly StaticType[], args: readonly ASTNode[], inference: Inference): void {
  const [object = ANYTHING, path] = types;
  const place = args[1];
  const found = typeAtPath(object, path?.words?.length === 1 ? (path.words[0] ?? '') : '');
  if (place === undefined || !('missing' in found) || found.missing.known.length === 0) return;
  const { field, known } = found.missing;
  complain(place, `there is no field "${field}"${hint(field, known)}`, inference, 'field');
}

function fits(type: StaticType | undefined, wanted: StaticType): boolean {
  return type === undefined || wanted.sorts === undefined || canBe(type, ...wanted.sorts);
}

function unknownFunction({ name, place, node }: Called, inference: Inference): StaticType {
  const isMethod = node.op === 'rcall';
  const others = signaturesNamed(name, inference);
  const shown = isMethod ? `.${name}()` : `${name}()`;
  if (others.length > 0) {
    const instead = isMethod ? `${name}(x)` : `x.${name}()`;
    return complain(place, `${shown} is written ${instead}`, inference, 'function');
  }
  const known = [...inference.signatures].filter(([, each]) =>
    each.some(({ receiver }) => (receiver !== undefined) === isMethod),
  );
  const guess = hint(
    name,
    known.map(([other]) => other),
  );
  return complain(place, `there is no function ${shown}${guess}`, inference, 'function');
}

function wrongCount({ name, types, place }: Called, known: readonly Signature[], inference: Inference): StaticType {
  const counts = [...new Set(known.map(({ params }) => params.length))].sort((a, b) => a - b);
  const help = Object.keys(FUNCTION_HELP).find((usage) => usage.startsWith(`${name}(`));
  const usage = help === undefined ? `${name}()` : help;
  const [only] = counts;
  const takes = counts.length === 1 && only === 1 ? '1 argument' : `${counts.join(' or ')} arguments`;
  return complain(place, `${usage} takes ${takes}, and here are ${types.length}`, inference, 'function');
}

function wrongArgument(called: Called, known: readonly Signature[], inference: Inference): StaticType {
  const { name, types, args, node } = called;
  const wrong = types.findIndex((type, index) => known.every(({ params }) => !fits(type, params[index] ?? ANYTHING)));
  const type = types[wrong];
  if (type === undefined) return complain(node, `${name}() does not go with these arguments together`, inference);
  const wanted = wantedOf(known.map(({ params }) => params[wrong] ?? ANYTHING));
  return complain(args[wrong] ?? node, `${name}() takes ${wanted}, and this is ${described(type)}`, inference);
}

function wantedOf(types: readonly StaticType[]): string {
  return described(anyOf(types));
}

interface WrongReceiver {
  readonly name: string;
  readonly type: StaticType;
  readonly known: readonly Signature[];
}

function wrongReceiver(receiver: ASTNode, { name, type, known }: WrongReceiver, inference: Inference): StaticType {
  const wanted = describeType(anyOf(known.map((each) => each.receiver ?? ANYTHING)));
  return complain(receiver, `.${name}() goes with ${wanted}, and this is ${described(type)}`, inference);
}

const LOOPS: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map'];

function isLoop(name: string, args: readonly ASTNode[]): boolean {
  return LOOPS.includes(name) && args.length >= 2 && args[0]?.op === 'id';
}

interface Loop {
  readonly name: string;
  readonly receiver: ASTNode;
  readonly type: StaticType;
  readonly args: readonly ASTNode[];
}

/** The macros that go through a list, or through the keys of a map (CEL specification, macros). */
function inferLoop({ name, receiver, type, args }: Loop, inference: Inference): StaticType {
  if (!canBe(type, 'list', 'map'))
    return complain(receiver, `.${name}() goes through a list, and this is ${described(type)}`, inference);
  const [variable, ...rest] = args;
  const inside = binding(variable, elementOf(type), inference);
  const last = rest.at(-1);
  for (const each of rest.slice(0, -1)) inferCondition(each, `the condition of .${name}()`, inside);
  if (last === undefined) return ANYTHING;
  if (name === 'map') return listOf(inference.infer(last, inside));
  inferCondition(last, `the condition of .${name}()`, inside);
  return name === 'filter' ? listOf(elementOf(type)) : YES_OR_NO;
}

function elementOf(type: StaticType): StaticType {
  if (!canBe(type, 'list')) return TEXT;
  return canBe(type, 'map') ? ANYTHING : (type.element ?? ANYTHING);
}

function binding(variable: ASTNode | undefined, type: StaticType, inference: Inference): Inference {
  if (variable?.op !== 'id') return inference;
  const { args: bound } = variable;
  return { ...inference, names: (name) => (name === bound ? type : inference.names(name)) };
}

function inferBinding([variable, value, body]: readonly ASTNode[], inference: Inference): StaticType {
  if (value === undefined || body === undefined) return ANYTHING;
  return inference.infer(body, binding(variable, inference.infer(value, inference), inference));
}
