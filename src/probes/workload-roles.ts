import type { Probe, ProbeResult } from '../model/probe.ts';
import { compilePattern } from './logs/compiled-pattern.ts';
import { onceFor } from './once-for.ts';
import { entry, field, list, record, text } from './read.ts';

/** Which part of an application each workload is, by marks that the runbook gives. */
export const workloadRoles: Probe = {
  name: 'workload-roles',
  computes: 'Which part of an application each of many workloads is, told by labels, images, arguments and variables.',
  params: {
    workloads: { is: 'list', means: 'Deployments, StatefulSets, DaemonSets, Jobs, CronJobs or pods' },
    roles: {
      is: 'list',
      means:
        'in order, the first that fits counts: `{role, any: [{label, image, args, env}]}`; every mark of one element of `any` has to be there. ' +
        'label is `key=value`, image and args are RE2 patterns, env is the name of a variable',
    },
  },
  returns: {
    rows: 'one row per workload that has a role: role, workload, container (its name), image',
    roles: 'the roles that were found (list)',
  },
  run({ workloads, roles }): ProbeResult | undefined {
    if (!Array.isArray(workloads)) return undefined;
    const known = list(roles);
    const seen = seenWith(known);
    const rows = list(workloads).flatMap((workload) => onceFor(workload, seen, () => rowsOf(workload, known)));
    return { rows, roles: [...new Set(rows.map(({ role }) => role))] };
  },
};

interface Row {
  readonly role: string;
  readonly workload: unknown;
  readonly container: string;
  readonly image: string;
}

/** Every check of a workshop looks for the same parts among the same workloads: by the marks, as a text. */
const SEEN = new Map<string, WeakMap<object, readonly Row[]>>();

function seenWith(roles: readonly unknown[]): WeakMap<object, readonly Row[]> {
  const marks = JSON.stringify(roles);
  const seen = SEEN.get(marks) ?? new WeakMap<object, readonly Row[]>();
  SEEN.set(marks, seen);
  return seen;
}

function rowsOf(workload: unknown, roles: readonly unknown[]): readonly Row[] {
  for (const role of roles) {
    const container = containerIn(workload, list(entry(role, 'any')));
    if (container === undefined) continue;
    const image = text(entry(container, 'image'));
    return [{ role: text(entry(role, 'role')), workload, container: text(entry(container, 'name')), image }];
  }
  return [];
}

/** The first container that has all marks of one of the alternatives. */
function containerIn(workload: unknown, any: readonly unknown[]): unknown {
  const containers = containersOf(workload);
  return containers.find((container) => any.some((marks) => hasAll(workload, container, record(marks))));
}

function containersOf(workload: unknown): readonly unknown[] {
  const spec =
    field(workload, 'spec.template.spec') ??
    field(workload, 'spec.jobTemplate.spec.template.spec') ??
    field(workload, 'spec');
  return list(entry(spec, 'containers'));
}

type Marks = Readonly<Record<string, unknown>>;

function hasAll(workload: unknown, container: unknown, marks: Marks): boolean {
  const names = Object.keys(marks);
  return names.length > 0 && names.every((mark) => TESTS[mark]?.(text(marks[mark]), container, workload) === true);
}

/** A mark that is none of these fits nothing. */
const TESTS: Readonly<Record<string, (wanted: string, container: unknown, workload: unknown) => boolean>> = {
  label: (wanted, _, workload) => labelsOf(workload).some((labels) => hasLabel(labels, wanted)),
  image: (wanted, container) => compilePattern(wanted).match(text(entry(container, 'image'))) !== undefined,
  args: (wanted, container) => compilePattern(wanted).match(wordsOf(container)) !== undefined,
  env: (wanted, container) => list(entry(container, 'env')).some((each) => text(entry(each, 'name')) === wanted),
};

/** Its own labels, and those of its pods, which a chart may have set there alone. */
function labelsOf(workload: unknown): readonly unknown[] {
  return [field(workload, 'metadata.labels'), field(workload, 'spec.template.metadata.labels')];
}

function hasLabel(labels: unknown, wanted: string): boolean {
  const at = wanted.indexOf('=');
  return at > 0 && text(entry(labels, wanted.slice(0, at))) === wanted.slice(at + 1);
}

/** What it is started with, as one line. */
function wordsOf(container: unknown): string {
  return [...list(entry(container, 'command')), ...list(entry(container, 'args'))].map(text).join(' ');
}
