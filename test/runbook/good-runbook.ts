import type { Probe } from '../../src/model/probe.ts';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import type { Problem } from '../../src/runbook/problem.ts';

/** A runbook that uses a little of everything and has no problem. Tests break one thing in it. */
export const GOOD = `format: 1
name: pods
title: Are the pods ready?
summary: Looks at the pods of a workload.
inputs:
  workload: {kind: object}
  release: {kind: HelmRelease, optional: true}
lookups:
  pods: {list: pods, namespace: workload.metadata.namespace, owned-by: workload, required: true}
  events:
    list: events
    about: pods
    where: item.type == "Warning"
  node: {get: nodes, name: 'pods[0].spec.nodeName'}
  log: {logs: {pod: 'pods[0]', container: fit.container}, when: state.pods == "known"}
derive:
  fit: {probe: rollout-fits, with: {workload: workload}}
  first: pods[0].metadata.name
steps:
  - step: any
    question: Are there pods?
    check: count(pods) > 0
    say: '{fit.needed:bytes} needed by {first}'
    evidence: [{of: workload, field: 'status.conditions[type=Available].message'}]
    yes: next
    no: {note: none, go: end}
    unknown: unclear
  - step: room
    question: Do they fit?
    cases:
      - {when: fit.fits, answer: they fit, then: said}
      - {when: node == null, answer: no node, then: {finding: no-room, go: end}}
    otherwise: next
    unknown: next
  - step: asked
    question: Was it changed today?
    ask:
      - {answer: changed, label: Somebody changed it, then: said}
      - {answer: same, label: Nobody did, then: healthy}
    unknown: next
  - step: said
    question: What does it say?
    match: log
    patterns:
      - {class: no file, is: 'cannot open (?P<file>\\S+)', then: {finding: no-room, go: healthy}}
    otherwise: {go: next, say: 'asked: {answers.asked}'}
    unknown: unclear
  - step: below
    question: What is below?
    enter: below
    each: events
    with: {thing: item}
    pick: {label: '{item.reason}', hint: '', value: '{item.metadata.name}'}
    found: {advise: [look]}
    clean: healthy
    unknown: unclear
findings:
  no-room:
    layer: scheduling
    on: workload
    title: '{workload} does not fit'
    cause: |
      It needs {fit.needed:bytes}.
      The file is {matched.file}.
    severity:
      - {is: P1, when: fit.fits, rule: nothing is left}
      - {is: P2, rule: something is left}
    confirmed: [{when: fit.fits, needs: the nodes}]
    advice: [mend, look]
advice:
  mend:
    tier: now
    title: Make room
    risk: changes
    commands: ['kubectl scale deployment {workload.metadata.name} -n {workload.metadata.namespace} --replicas=0']
    verify: ['kubectl get pods -n {workload.metadata.namespace}']
  look:
    tier: now
    title: Look
    risk: reads
    commands: ['kubectl describe pod {first}']
notes:
  none:
    kind: observation
    on: workload
    text: There are none in {server.context}.
tables:
  pods:
    title: Pods
    each: pods
    columns: {Pod: '{item.metadata.name}'}
timeline:
  - each: events
    at: eventTime(item)
    text: '{item.message}'
`;

/** The runbook that it enters. */
export const BELOW = `format: 1
name: below
title: What is below?
summary: The runbook that the other enters.
inputs:
  thing: {kind: object}
  extra: {kind: text, optional: true}
steps:
  - {step: only, question: Is it there?, check: thing != null, yes: healthy, no: {finding: below-gone}, unknown: unclear}
findings:
  below-gone: {layer: runtime, on: thing, title: Gone, cause: Gone, severity: [{is: P3, rule: it is small}], at-most: likely}
`;

const FITS: Probe = {
  name: 'rollout-fits',
  computes: 'Whether it fits.',
  params: {
    workload: { is: 'object', means: 'the workload' },
    nodes: { is: 'list', optional: true, means: 'the nodes' },
  },
  returns: { fits: 'whether', needed: 'bytes', container: 'a name' },
  run: () => undefined,
};

/** The probes that these runbooks may call. */
export const PROBES: ReadonlyMap<string, Probe> = new Map([[FITS.name, FITS]]);

/** All problems of a text, held together with the runbook that it enters. */
export function problemsOf(text: string, file = 'pods.yaml'): readonly Problem[] {
  const loaded = [loadRunbook(text, file), loadRunbook(BELOW, 'below.yaml')];
  return checkRunbooks(loaded, { probes: PROBES });
}

/** The good runbook with one thing changed; fails where there is no such thing. */
export function changed(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`the good runbook does not hold ${from}`);
  return GOOD.replace(from, () => to);
}
