import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/model/object.ts';
import type { Report } from '../../src/model/report.ts';
import { object, play } from './scripted.ts';

/** Enters `needs` for every Pod of the namespace. */
const ALL = `format: 1
name: all
title: All
summary: All.
lookups: {pods: {list: pods}}
steps:
  - step: pod
    question: Which pod?
    enter: needs
    each: pods
    with: {pod: item}
    found: end
    clean: healthy
    unknown: unclear
`;

/** What a pod needs is looked at before the pod itself. */
const NEEDS = `format: 1
name: needs
title: Needs
summary: Needs.
inputs: {pod: {kind: Pod}}
lookups:
  needed: {list: pods, where: 'item.metadata.name == get(pod, "spec.needs", "")', referenced-by: pod}
steps:
  - step: needed
    question: What does it need?
    enter: needs
    each: needed
    with: {pod: item}
    found: end
    clean: next
    unknown: next
  - step: self
    question: Is it well?
    check: get(pod, "spec.well", true)
    yes: healthy
    no: {finding: ill, go: end}
    unknown: unclear
findings:
  ill:
    layer: runtime
    on: pod
    title: '{pod.metadata.name} is ill'
    cause: It is.
    severity: [{is: P2, rule: always}]
    confirmed: [{when: 'true', needs: nothing}]
    advice: []
`;

const pod = (name: string, spec: object): KubeObject => object('Pod', name, { spec });

async function walk(pods: readonly KubeObject[]): Promise<Report> {
  return (await play([ALL, NEEDS], { script: { 'list pods in all namespaces': pods } })).report;
}

const causesOf = (report: Report): unknown[] =>
  report.findings.map(({ chain, alsoAffects }) => [
    chain.map(({ name }) => name).join(' → '),
    alsoAffects.map(({ name }) => name),
  ]);

describe('runbooks that enter each other', () => {
  it('name one cause once, with everything that suffers from it', async () => {
    const report = await walk([
      pod('a', { needs: 'c' }),
      pod('b', { needs: 'c' }),
      pod('c', { needs: 'd' }),
      pod('d', { well: false }),
      pod('e', { well: true }),
    ]);
    expect(causesOf(report)).toEqual([['a → c → d', ['b']]]);
  });

  it('walk what they have walked before no second time', async () => {
    const report = await walk([pod('a', { needs: 'c' }), pod('b', { needs: 'c' }), pod('c', { well: false })]);
    expect(report.path.filter(({ step }) => step === 'self')).toHaveLength(1);
  });

  it('find two causes to be two', async () => {
    const report = await walk([pod('a', { needs: 'b' }), pod('b', { well: false }), pod('c', { well: false })]);
    expect(causesOf(report)).toEqual([
      ['a → b', []],
      ['c', []],
    ]);
  });

  it('stop where a cause leads back to what it is to explain, and call nothing of it healthy', async () => {
    const report = await walk([pod('a', { needs: 'b' }), pod('b', { needs: 'a' })]);
    expect(report.verdict).toBe('incomplete');
  });

  it('find what is wrong on a circle', async () => {
    const report = await walk([pod('a', { needs: 'b' }), pod('b', { needs: 'a', well: false })]);
    expect(causesOf(report)).toEqual([['a → b', []]]);
  });
});
