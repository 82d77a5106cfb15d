import type { Probe } from '../model/probe.ts';
import { compareText, entry, field, list, nameOf, text } from './read.ts';

/**
 * Images that can become others without any change in Git: tag `latest`, or no tag at all, which means `latest`
 * (Kubernetes documentation, Images). A digest pins whatever the tag says.
 */
export const unpinnedImages: Probe = {
  name: 'unpinned-images',
  computes: 'Which containers of some workloads run an image by the tag latest, or by none.',
  params: {
    workloads: { is: 'list', means: 'Deployments, StatefulSets, DaemonSets, Jobs and CronJobs' },
  },
  returns: {
    lines: 'one line per container, such as `Deployment web, container web: nginx:latest`',
    count: 'how many containers (count)',
  },
  run({ workloads }) {
    if (!Array.isArray(workloads)) return undefined;
    const lines = list(workloads).flatMap((workload) =>
      containersOf(workload)
        .filter((container) => isUnpinned(text(entry(container, 'image'))))
        .map((container) => lineOf(workload, container)),
    );
    const distinct = [...new Set(lines)].toSorted(compareText);
    return { lines: distinct, count: distinct.length };
  },
};

function lineOf(workload: unknown, container: unknown): string {
  const [kind, name] = [text(entry(workload, 'kind')), nameOf(workload)];
  return `${kind} ${name}, container ${text(entry(container, 'name'))}: ${text(entry(container, 'image'))}`;
}

function containersOf(workload: unknown): readonly unknown[] {
  const template = field(workload, 'spec.template.spec') ?? field(workload, 'spec.jobTemplate.spec.template.spec');
  return [...list(entry(template, 'initContainers')), ...list(entry(template, 'containers'))];
}

/** The port of a registry is no tag: a tag stands behind the last slash. */
function isUnpinned(image: string): boolean {
  if (image === '' || image.includes('@')) return false;
  const [, tag] = (image.split('/').at(-1) ?? '').split(':');
  return tag === undefined || tag === 'latest';
}
