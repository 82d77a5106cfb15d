import type { ObjectRef } from '../model/object.ts';
import { LAYERS, type Confidence, type Finding } from '../model/report.ts';
import type { Filled } from './finding.ts';
import { keyOf } from './graph.ts';
import { compareText } from '../text/compare-text.ts';

const CONFIDENCES: readonly Confidence[] = ['confirmed', 'likely', 'possible'];

/**
 * One finding per cause, the most probable root cause of the worst trouble first: of findings that hang together by how
 * deep in the machinery they sit, then by confidence and severity, then by name, so that the same facts give the same
 * order. Troubles that have nothing to do with each other come by severity: a full disk of one program explains no
 * outage of another. What nobody suffers from yet (P3) comes behind what somebody does, and what is only possible last.
 */
export function rank(findings: readonly Filled[]): readonly Finding[] {
  const ofTheWhole = new Set(findings.filter(({ hasSymptom }) => !hasSymptom).map(({ finding }) => idOf(finding)));
  return inOrder(merge(retold(findings)), (finding) => [
    ...objectsOf(finding),
    // What a check of the whole finds is all about one thing, that whole.
    ...(ofTheWhole.has(idOf(finding)) ? [WHOLE] : []),
  ]);
}

/** Stands for what is looked at where no object is asked about. */
const WHOLE = '';

/** What a finding has to do with: two that share one of these hang together. */
type Ties = (finding: Finding) => readonly string[];

function idOf(finding: Finding): string {
  return `${finding.code} ${endOf(finding)}`;
}

/**
 * Findings that name another code as the teller of their cause, and that stand on the object of such a one, or were come to
 * by way of it, become it: its words and the way to it count, and what suffers under theirs suffers under it. They come
 * last, so that they add to it.
 */
function retold(findings: readonly Filled[]): readonly Filled[] {
  const became = findings.flatMap((each) => {
    const teller = findings.find(
      ({ finding }) => each.toldBy.includes(finding.code) && placeIn(each.finding, endOf(finding)) >= 0,
    );
    if (teller === undefined) return [];
    const chain = each.finding.chain.slice(0, placeIn(each.finding, endOf(teller.finding)) + 1);
    return [{ each, as: { ...teller, finding: { ...teller.finding, chain } } }];
  });
  const gone = new Set(became.map(({ each }) => each));
  return [...findings.filter((each) => !gone.has(each)), ...became.map(({ as }) => as)];
}

function placeIn({ chain }: Finding, key: string): number {
  return chain.findLastIndex((ref) => keyOf(ref) === key);
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

/** Findings that hang together, the one that explains the others first. */
type Incident = readonly [Finding, ...Finding[]];

/** What is more than possible comes first, and of that what somebody suffers from already (not P3). */
function standingOf({ confidence, severity }: Finding): number {
  return (confidence === 'possible' ? 2 : 0) + (severity === 'P3' ? 1 : 0);
}

/** Of the same standing, the incident that hurts most comes first, and within one the deepest finding. */
function inOrder(findings: readonly Finding[], ties: Ties): readonly Finding[] {
  return [0, 1, 2, 3].flatMap((standing) =>
    incidentsOf(
      findings.filter((finding) => standingOf(finding) === standing),
      ties,
    )
      .toSorted(compareIncidents)
      .flat(),
  );
}

/** Findings that share nothing, directly or by others, have nothing to do with each other and are incidents of their own. */
function incidentsOf(findings: readonly Finding[], ties: Ties): readonly Incident[] {
  return findings.toSorted(compareDepth).reduce<readonly Incident[]>((incidents, finding) => {
    const own = new Set(ties(finding));
    const touched = incidents.filter((each) => each.flatMap(ties).some((tie) => own.has(tie)));
    const [first = finding, ...others] = [...touched.flat(), finding].toSorted(compareDepth);
    return [...incidents.filter((each) => !touched.includes(each)), [first, ...others]];
  }, []);
}

function compareIncidents(a: Incident, b: Incident): number {
  return compareText(gravestOf(a), gravestOf(b)) || compareDepth(a[0], b[0]);
}

/** The gravest severity in an incident: P0 before P1. */
function gravestOf(incident: Incident): string {
  return incident.map(({ severity }) => severity).toSorted(compareText)[0] ?? '';
}

function objectsOf({ chain, alsoAffects }: Finding): readonly string[] {
  return [...chain, ...alsoAffects].map(keyOfRef);
}

/** The surest first, and of the same the most severe. */
function compareWeight(a: Finding, b: Finding): number {
  return sureness(a) - sureness(b) || compareText(a.severity, b.severity);
}

function sureness({ confidence }: Finding): number {
  return CONFIDENCES.indexOf(confidence);
}

/** The deepest in the machinery first; then the surest, the most severe, and by name. */
function compareDepth(a: Finding, b: Finding): number {
  return (
    LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) ||
    compareWeight(a, b) ||
    compareText(endOf(a), endOf(b)) ||
    compareText(a.code, b.code)
  );
}

function keyOfRef(ref: ObjectRef | undefined): string {
  return ref === undefined ? '' : keyOf(ref);
}
