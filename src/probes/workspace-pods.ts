import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, nameOf, namespaceOf, text } from './read.ts';
import { effectiveRequest } from './scheduling/effective-request.ts';
import { hasEnded, labelsOf, nodeOf } from './scheduling/pods.ts';

/** The pods of workspaces among many, and the shape of the largest: what the next one will ask for, as far as these tell. */
export const workspacePods: Probe = {
  name: 'workspace-pods',
  computes: 'Which of many pods are workspaces, where they are made, and what the largest of them asks for.',
  params: {
    pods: { is: 'list', means: 'The pods.' },
    label: { is: 'text', means: 'A label, `key=value`, that a workspace has.' },
    variable: { is: 'text', means: 'The name of a variable that a container of any other workspace has.' },
  },
  returns: {
    pods: 'Those that have not ended, by namespace and name.',
    running: 'How many of them run (a count).',
    namespaces: 'Where they are, the namespace with the most first.',
    nodes: 'Names of the nodes that hold them.',
    largest: 'The one that runs and asks for most memory, then cpu; null where none runs.',
    cpu: 'What that one asks for, in millicores.',
    memory: 'The same in bytes.',
    storage: 'The ephemeral storage that it asks for, in bytes.',
  },
  run: findWorkspaces,
};

function findWorkspaces({ pods, label, variable }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(pods)) return undefined;
  const found = list(pods)
    .filter((pod) => !hasEnded(pod) && (hasLabel(pod, text(label)) || hasVariable(pod, text(variable))))
    .toSorted(byName);
  const running = found.filter((pod) => field(pod, 'status.phase') === 'Running');
  const largest = running.toSorted(
    (a, b) => amount(b, 'memory') - amount(a, 'memory') || amount(b, 'cpu') - amount(a, 'cpu'),
  )[0];
  return {
    pods: found,
    running: running.length,
    namespaces: byFrequency(found.map(namespaceOf)),
    nodes: [...new Set(found.map(nodeOf))].filter((name) => name !== '').toSorted(compareText),
    largest: largest ?? null,
    cpu: amount(largest, 'cpu'),
    memory: amount(largest, 'memory'),
    storage: amount(largest, 'ephemeral-storage'),
  };
}

function hasLabel(pod: unknown, label: string): boolean {
  const at = label.indexOf('=');
  return at > 0 && entry(labelsOf(pod), label.slice(0, at)) === label.slice(at + 1);
}

function hasVariable(pod: unknown, variable: string): boolean {
  return list(field(pod, 'spec.containers')).some((container) =>
    list(entry(container, 'env')).some((each) => entry(each, 'name') === variable),
  );
}

function byName(a: unknown, b: unknown): number {
  return compareText(namespaceOf(a), namespaceOf(b)) || compareText(nameOf(a), nameOf(b));
}

function amount(pod: unknown, resource: string): number {
  return effectiveRequest(pod).get(resource) ?? 0;
}

function byFrequency(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([name]) => name);
}
