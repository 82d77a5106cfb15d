import { describe, expect, it } from 'vitest';
import { rank } from '../../src/engine/rank.ts';
import type { ObjectRef } from '../../src/model/object.ts';
import type { Confidence, Finding, Layer, Severity } from '../../src/model/report.ts';

function pod(name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Pod', namespace: 'web', name };
}

interface Told {
  readonly layer: Layer;
  readonly severity: Severity;
  readonly chain: readonly string[];
  readonly also?: readonly string[];
  readonly confidence?: Confidence;
}

function finding(code: string, { layer, severity, chain, also = [], confidence = 'confirmed' }: Told): Finding {
  return {
    code,
    title: code,
    cause: '',
    layer,
    confidence,
    wouldConfirm: [],
    severity,
    severityRule: '',
    chain: chain.map(pod),
    alsoAffects: also.map(pod),
    evidence: [],
    ruledOut: [],
    headroom: [],
    advice: [],
  };
}

/** The codes in their order, whatever the order in which they were found. */
function ranked(...findings: readonly Finding[]): readonly string[] {
  return rankedAs(true, findings);
}

function rankedAs(hasSymptom: boolean, findings: readonly Finding[]): readonly string[] {
  const order = (given: readonly Finding[]): string[] =>
    rank(given.map((each) => ({ finding: each, same: '', toldBy: [], hasSymptom }))).map(({ code }) => code);
  const [there, back] = [order(findings), order(findings.toReversed())];
  expect(back).toEqual(there);
  return there;
}

describe('the order of findings', () => {
  const outage = finding('outage', { layer: 'runtime', severity: 'P1', chain: ['shop'] });
  const claim = { layer: 'storage', severity: 'P2', chain: ['archive'] } as const;

  it('has the worst trouble first where two have nothing to do with each other', () => {
    expect(ranked(finding('full-disk', claim), outage)).toEqual(['outage', 'full-disk']);
  });

  it('has the deepest first of what a check of the whole finds, which asks about no object', () => {
    expect(rankedAs(false, [outage, finding('full-disk', claim)])).toEqual(['full-disk', 'outage']);
  });

  it.each([
    ['by their chains', { ...claim, chain: ['shop', 'archive'] }],
    ['by what they also affect', { ...claim, also: ['shop'] }],
  ])('has the deepest first where they hang together %s', (_, told) => {
    expect(ranked(outage, finding('full-disk', told))).toEqual(['full-disk', 'outage']);
  });

  it('keeps together what hangs together by a third, and counts its worst', () => {
    const deep = finding('deep', { layer: 'node', severity: 'P2', chain: ['archive', 'machine'] });
    const between = finding('between', { layer: 'storage', severity: 'P2', chain: ['shop', 'archive'] });
    const other = finding('other', { layer: 'admission', severity: 'P2', chain: ['elsewhere'] });
    expect(ranked(other, outage, between, deep)).toEqual(['deep', 'between', 'outage', 'other']);
  });

  it('has what nobody suffers from yet behind, and what is only possible last', () => {
    const later = finding('later', { layer: 'control-plane', severity: 'P3', chain: ['shop'] });
    const maybe = finding('maybe', { layer: 'node', severity: 'P0', chain: ['shop'], confidence: 'possible' });
    expect(ranked(maybe, later, finding('full-disk', claim))).toEqual(['full-disk', 'later', 'maybe']);
  });
});
