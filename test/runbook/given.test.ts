import { describe, expect, it } from 'vitest';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';

const ASKS = `format: 1
name: asks
title: Is it there?
summary: Asks for what another runbook gives.
inputs:
  pod: {kind: Pod}
derive:
  place: {given-by: gives, with: {pod: pod}}
steps:
  - {step: only, question: 'Is it in {place.zone}?', check: 'place.zone != ""', yes: healthy, no: unclear, unknown: unclear}
`;

const GIVES = `format: 1
name: gives
title: Where is it?
summary: Gives the zone of a pod.
inputs:
  pod: {kind: Pod}
  more: {kind: text, optional: true}
lookups:
  node: {get: nodes, name: pod.spec.nodeName}
gives:
  zone: 'node == null || more == "none" ? "" : label(node, "topology.kubernetes.io/zone")'
`;

function said(asks: string, gives = GIVES): readonly string[] {
  const loaded = [loadRunbook(asks, 'asks.yaml'), loadRunbook(gives, 'gives.yaml')];
  return checkRunbooks(loaded, { probes: new Map() }).map(
    ({ file, line, column, rule, message }) => `${file}:${line}:${column} ${rule}: ${message}`,
  );
}

function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, to);
}

describe('a runbook that gives values', () => {
  it('is nothing to complain about', () => {
    expect(said(ASKS)).toEqual([]);
  });

  it.each([
    [
      'a field that it does not give',
      changed(ASKS, "check: 'place.zone", "check: 'place.zoen"),
      GIVES,
      ['asks.yaml:10:68 unknown-field: place has no field "zoen" (did you mean "zone"?)'],
    ],
    [
      'an input that it does not have',
      changed(ASKS, '{pod: pod}', '{pod: pod, pods: pod}'),
      GIVES,
      ['asks.yaml:8:45 gives: runbook gives has no input "pods" (did you mean "pod"?)'],
    ],
    [
      'an input that it does not get',
      changed(ASKS, '{pod: pod}', '{more: pod.metadata.name}'),
      GIVES,
      ['asks.yaml:8:21 gives: runbook gives needs the input "pod" (Pod)'],
    ],
    [
      'an input of another kind',
      changed(ASKS, '{pod: pod}', '{pod: pod.metadata.name}'),
      GIVES,
      ['asks.yaml:8:40 type: runbook gives needs a Pod as "pod", and this is a text'],
    ],
    [
      'one that is entered',
      changed(ASKS, 'yes: healthy, ', 'yes: next, ').concat(
        '  - {step: into, question: Is it?, enter: gives, with: {pod: pod}, found: end, clean: healthy, unknown: unclear}\n',
      ),
      GIVES,
      ['asks.yaml:11:43 enter: runbook gives gives values and has no steps: name it under given-by'],
    ],
    [
      'one that gives nothing',
      ASKS,
      changed(GIVES, 'gives:\n  zone: ', 'derive:\n  zone: ').concat(
        'steps:\n  - {step: only, question: Where?, check: zone != "", yes: healthy, no: unclear, unknown: unclear}\n',
      ),
      ['asks.yaml:8:21 gives: runbook gives gives nothing: it is entered by a step'],
    ],
    [
      'steps beside values',
      ASKS,
      GIVES.concat(
        'steps:\n  - {step: only, question: Where?, check: pod != null, yes: healthy, no: unclear, unknown: unclear}\n',
      ),
      ['gives.yaml:12:1 gives: "steps" means nothing in a runbook that gives values'],
    ],
    [
      'one that needs what it gives',
      ASKS,
      changed(GIVES, 'gives:\n', 'derive:\n  again: {given-by: gives, with: {pod: pod}}\ngives:\n  more: again.zone\n'),
      ['gives.yaml:11:21 gives: runbook gives needs what this one gives'],
    ],
    [
      'a look-up that nothing uses',
      ASKS,
      changed(GIVES, 'lookups:\n', 'lookups:\n  nodes: {list: nodes}\n'),
      ['gives.yaml:9:3 unused: nothing uses the look-up "nodes"'],
    ],
  ])('refuses %s', (_, asks, gives, wanted) => {
    expect(said(asks, gives)).toEqual(wanted);
  });

  it('may be away where it cannot be read, which is said of its own file', () => {
    expect(said(ASKS, changed(GIVES, 'summary', 'sumary')).filter((one) => one.startsWith('asks'))).toEqual([]);
  });

  it('has steps or gives: a runbook with neither lacks its steps', () => {
    const text = GIVES.replace(/gives:\n.*\n/, '');
    expect(loadRunbook(text, 'gives.yaml').problems).toMatchObject([
      { rule: 'missing-key', message: 'the key "steps" is missing' },
    ]);
  });
});
