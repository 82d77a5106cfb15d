import type { ObjectRef } from '../model/object.ts';
import { LAYERS, type Confidence, type Finding } from '../model/report.ts';
import type { Filled } from './finding.ts';
import { keyOf, order } from './graph.ts';

const CONFIDENCES: readonly Confidence[] = ['confirmed', 'likely', 'possible'];

/**
 * One finding per cause, the most probable root cause first: by how deep in the machinery it sits, then by confidence
 * and severity, then by name, so that the same facts give the same order. What nobody suffers from yet (P3) comes behind
 * what somebody does, however deep it sits: an API that is away explains no pod that cannot start.
 */
export function rank(findings: readonly Filled[]): readonly Finding[] {
  return merge(findings).toSorted(compare);
}

/**
 * Findings with the same code on the same object, or of the same text where the finding has one, are one, told as the
 * surest and then the most severe of them; further symptoms are named beside it.
 */
function merge(findings: readonly Filled[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const { finding, same } of findings) {
    const key = `${finding.code} ${same === '' ? keyOfRef(finding.chain.at(-1)) : `= ${same}`}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? finding : join(before, finding));
  }
  return [...merged.values()];
}

function join(one: Finding, other: Finding): Finding {
  const [first, second] = compareWeight(other, one) < 0 ? [other, one] : [one, other];
  const known = new Set([...first.chain, ...first.alsoAffects].map(keyOfRef));
  const further = [...second.chain.slice(0, 1), ...second.alsoAffects].filter((ref) => !known.has(keyOf(ref)));
  return { ...first, alsoAffects: [...first.alsoAffects, ...further] };
}

/** The surest first, and of the same the most severe. */
function compareWeight(a: Finding, b: Finding): number {
  return sureness(a) - sureness(b) || order(a.severity, b.severity);
}

function sureness({ confidence }: Finding): number {
  return CONFIDENCES.indexOf(confidence);
}

function compare(a: Finding, b: Finding): number {
  return (
    Number(a.confidence === 'possible') - Number(b.confidence === 'possible') ||
    Number(a.severity === 'P3') - Number(b.severity === 'P3') ||
    LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) ||
    sureness(a) - sureness(b) ||
    order(a.severity, b.severity) ||
    order(keyOfRef(a.chain.at(-1)), keyOfRef(b.chain.at(-1))) ||
    order(a.code, b.code)
  );
}

function keyOfRef(ref: ObjectRef | undefined): string {
  return ref === undefined ? '' : keyOf(ref);
}
