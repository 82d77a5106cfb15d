import type { ASTNode } from '@marcbachmann/cel-js';

/** What an expression refers to. */
export interface Names {
  /** Free variables, each once, in order of appearance. */
  readonly free: readonly string[];
  /** `NAME` of every `state.NAME`: the look-ups whose state (not value) is asked. */
  readonly states: readonly string[];
  /** `name.field` pairs, each with the place of the field, for checks against known fields. */
  readonly fields: readonly FieldUse[];
  /** Every function and method called, with its place. */
  readonly calls: readonly CallUse[];
  /** Whether the expression builds a map of its own. */
  readonly builds: boolean;
}

/** `name.field`, such as `pod.status`; the place is that of the field, in offsets of the text. */
export interface FieldUse {
  readonly name: string;
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/** A function or method that is called; the place is that of its name, in offsets of the text. */
export interface CallUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Macros whose first argument names a variable that is bound inside (CEL specification, macros). */
const BINDING_MACROS = new Set(['exists', 'exists_one', 'all', 'filter', 'map', 'bind']);

/** Collects the names that a parsed expression refers to; variables bound by a macro are not free. */
export function namesOf(ast: ASTNode): Names {
  const found = {
    free: new Set<string>(),
    states: new Set<string>(),
    fields: [] as FieldUse[],
    calls: [] as CallUse[],
    builds: false,
  };
  visit(ast, new Set(), found);
  const { free, states, fields, calls, builds } = found;
  return { free: [...free], states: [...states], fields, calls, builds };
}

interface Found {
  free: Set<string>;
  states: Set<string>;
  fields: FieldUse[];
  calls: CallUse[];
  builds: boolean;
}

function visit(node: ASTNode, bound: ReadonlySet<string>, found: Found): void {
  if (node.op === 'id') {
    if (!bound.has(node.args)) found.free.add(node.args);
    return;
  }
  if (node.op === '.' || node.op === '.?') noteField(node.args, node.end, bound, found);
  if (node.op === 'map') found.builds = true;
  if (node.op === 'call') found.calls.push({ name: node.args[0], start: node.start, end: node.end });
  if (node.op === 'rcall') {
    found.calls.push({ name: node.args[0], start: node.start, end: node.end });
    if (BINDING_MACROS.has(node.args[0])) {
      visitMacro(node.args[1], node.args[2], bound, found);
      return;
    }
  }
  for (const child of childrenOf(node)) visit(child, bound, found);
}

function noteField(access: readonly [ASTNode, string], end: number, bound: ReadonlySet<string>, found: Found): void {
  const [owner, field] = access;
  if (owner.op !== 'id' || bound.has(owner.args)) return;
  if (owner.args === 'state') found.states.add(field);
  found.fields.push({ name: owner.args, field, start: end - field.length, end });
}

function visitMacro(receiver: ASTNode, args: readonly ASTNode[], bound: ReadonlySet<string>, found: Found): void {
  visit(receiver, bound, found);
  const [variable, ...rest] = args;
  const inner = variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
  for (const argument of rest) visit(argument, inner, found);
}

/** The child nodes, whatever the operator: arguments that are nodes, alone or in (nested) lists. */
function childrenOf(node: ASTNode): ASTNode[] {
  return collect(node.args);
}

function collect(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ASTNode {
  return value !== null && typeof value === 'object' && 'op' in value && 'args' in value;
}
