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
  return merge(retold(findings)).toSorted(compare);
}

/**
 * Findings that name another code as the teller of their cause, and that stand on the object of such a one, become it:
 * its words and its chain count, and what suffers under theirs suffers under it. They come last, so that they add to it.
 */
function retold(findings: readonly Filled[]): readonly Filled[] {
  const became = findings.flatMap((each) => {
    const teller = findings.find(
      ({ finding }) => each.toldBy.includes(finding.code) && endOf(finding) === endOf(each.finding),
    );
    return teller === undefined
      ? []
      : [{ each, as: { ...teller, finding: { ...teller.finding, chain: each.finding.chain } } }];
  });
  const gone = new Set(became.map(({ each }) => each));
  return [...findings.filter((each) => !gone.has(each)), ...became.map(({ as }) => as)];
}

function endOf({ chain }: Finding): string {
  return keyOfRef(chain.at(-1));
}

/**
 * Findings with the same code on the same object, or of the same text where the finding has one, are one, told as the
 * surest and then the most severe of them; further symptoms are named beside it.
 */
function merge(findings: readonly Filled[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const { finding, same } of findings) {
    const key = `${finding.code} ${same === '' ? endOf(finding) : `= ${same}`}`;
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
    order(endOf(a), endOf(b)) ||
    order(a.code, b.code)
  );
}

function keyOfRef(ref: ObjectRef | undefined): string {
  return ref === undefined ? '' : keyOf(ref);
}
