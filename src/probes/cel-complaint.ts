import type { Probe, ProbeResult } from '../model/probe.ts';
import { field, list, text } from './read.ts';

/** Which CEL expression of a Flux object its controller cannot use, and where in it the mistake is. */
export const celComplaint: Probe = {
  name: 'cel-complaint',
  computes: 'Which expression of a HelmRelease helm-controller complains about, and at which place.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    text: { is: 'text', means: 'what helm-controller says' },
  },
  returns: {
    where: 'the field, such as `spec.dependsOn[0].readyExpr`; `an expression` where the message does not tell',
    expression: 'the expression; empty where neither the message nor the spec tells it',
    place: '`line 1, column 9` as cel-go counts; empty without one',
    why: 'what is wrong with it, in the words of the controller',
    dependency: 'name of the dependency that the expression judges; empty for any other',
  },
  run({ release, text: said }) {
    if (typeof said !== 'string') return undefined;
    const quoted = /CEL expression '([\s\S]*?)'(?:: |$)/.exec(said)?.[1] ?? '';
    const found = inHealthChecks(release, said) ?? inDependsOn(release, said, quoted) ?? NOWHERE;
    return {
      where: found.where,
      expression: quoted || found.expression,
      place: placeIn(said),
      why: whyOf(said),
      dependency: found.dependency,
    } satisfies ProbeResult;
  },
};

interface Place {
  readonly where: string;
  readonly expression: string;
  readonly dependency: string;
}

const NOWHERE: Place = { where: 'an expression', expression: '', dependency: '' };

function placeIn(said: string): string {
  const [, line, column] = /<input>:(\d+):(\d+)/.exec(said) ?? [];
  return line === undefined || column === undefined ? '' : `line ${line}, column ${column}`;
}

/** `healthchecks[0]: failed to parse the expression Current` (fluxcd/pkg, `runtime/cel`). */
function inHealthChecks(release: unknown, said: string): Place | undefined {
  const check = /healthchecks\[(\d+)\](?:[\s\S]*?expression (Current|Failed|InProgress))?/.exec(said);
  if (check === null) return undefined;
  const [, index = '', which = ''] = check;
  const name = which === 'InProgress' ? 'inProgress' : which.toLowerCase();
  const own = list(field(release, 'spec.healthCheckExprs'))[Number(index)];
  const where = `spec.healthCheckExprs[${index}]${name === '' ? '' : `.${name}`}`;
  return { where, expression: name === '' ? '' : text(field(own, name)), dependency: '' };
}

/** `failed to evaluate dependency NAME` names it without its namespace; at run time only the expression is told. */
function inDependsOn(release: unknown, said: string, quoted: string): Place | undefined {
  const name = /failed to evaluate dependency ([a-z0-9.-]+): /.exec(said)?.[1];
  const entries = list(field(release, 'spec.dependsOn')).map((each, index) => ({
    where: `spec.dependsOn[${String(index)}].readyExpr`,
    expression: text(field(each, 'readyExpr')),
    dependency: text(field(each, 'name')),
  }));
  const judged = entries.filter(({ expression }) => expression !== '');
  return (
    judged.find((each) => each.dependency === name && (quoted === '' || each.expression === quoted)) ??
    judged.find(({ expression }) => expression === quoted)
  );
}

/** The complaint itself, without what frames it and without the picture that cel-go draws below it. */
function whyOf(said: string): string {
  const [, parsed] = /ERROR: <input>:\d+:\d+: ([^\n]+)/.exec(said) ?? [];
  const [, mismatch] = /(CEL expression output type mismatch: [^\n]+)/.exec(said) ?? [];
  const [, evaluated] = /CEL expression '[\s\S]*?': ([^\n]+)/.exec(said) ?? [];
  const [, check] = /(expression Current not specified|duplicate custom health check [^\n]+)/.exec(said) ?? [];
  return parsed ?? mismatch ?? check ?? evaluated ?? said;
}
