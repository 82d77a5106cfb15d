import type { ASTNode } from '@marcbachmann/cel-js';
import { nearest } from '../text/similar.ts';
import type { Signature } from './signatures.ts';
import { ANYTHING, canBe, describeType, type StaticType } from './static-type.ts';

/** Something that is certainly wrong in an expression; offsets are within its text. */
export interface TypeProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** A function that does not exist, a field that does not, or values that do not go together. */
  readonly about: 'function' | 'field' | 'type';
}

/** What the names of an expression stand for; undefined for one of which nothing is known. */
export type NameTypes = (name: string) => StaticType | undefined;

/** What inference knows where it stands, and what it has found. */
export interface Inference {
  readonly names: NameTypes;
  readonly signatures: ReadonlyMap<string, readonly Signature[]>;
  readonly problems: TypeProblem[];
  /** Infers a node of the expression; given here, because calls and operators stand inside each other. */
  readonly infer: (node: ASTNode, inference: Inference) => StaticType;
}

/** Notes a problem with a node. What comes of it may be anything, so that one mistake is told once. */
export function complain(
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  { problems }: Inference,
  about: TypeProblem['about'] = 'type',
): StaticType {
  problems.push({ start, end, message, about });
  return ANYTHING;
}

/** ` (did you mean "x"?)`, or nothing. */
export function hint(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  return guess === undefined ? '' : ` (did you mean "${guess}"?)`;
}

/** Infers a node that has to be true or false. */
export function inferCondition(node: ASTNode, what: string, inference: Inference): void {
  const type = inference.infer(node, inference);
  if (!canBe(type, 'bool')) complain(node, `${what} is true or false, and this is ${described(type)}`, inference);
}

/** A type in words; that it may be null besides is left out. */
export function described(type: StaticType): string {
  const sorts = type.sorts?.filter((sort) => sort !== 'null') ?? [];
  return describeType(sorts.length === 0 ? type : { sorts });
}
