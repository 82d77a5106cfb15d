import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, named, nameOf, text } from './read.ts';

/**
 * Which images the parts of an application run, by what the kubelet says of them: the name stands in the spec, what it stood for
 * when it was pulled in `status.containerStatuses[].imageID`. An image of several architectures may run under a digest for each.
 */
export const imageInventory: Probe = {
  name: 'image-inventory',
  computes: 'Which images some pods run, with tag, digest, and the architecture of the node, each once.',
  params: {
    rows: { is: 'list', means: '`{role, workload, container}` of `workload-roles`, the workloads being pods' },
    nodes: { is: 'list', means: 'the nodes' },
  },
  returns: {
    rows: 'one row per role, image, digest and architecture: what (the role), image, tag (empty where none is written), digest, architecture (empty where the node is not known), pods (a count)',
    pending: 'how many of these containers have no digest yet (a count)',
    names: 'the names of the images, each once (list)',
    split: 'the names of images that run with several digests on one architecture (list)',
  },
  run({ rows, nodes }): ProbeResult | undefined {
    if (!Array.isArray(rows) || !Array.isArray(nodes)) return undefined;
    const machines = new Map(list(nodes).map((node) => [nameOf(node), architectureOf(node)]));
    const all = list(rows).map((row) => runningOf(row, machines));
    const running = all.filter(({ digest }) => digest !== '');
    return {
      rows: counted(running),
      pending: all.length - running.length,
      names: [...new Set(running.map(({ image }) => image))].toSorted(compareText),
      split: splitOf(running),
    };
  },
};

interface Running {
  readonly what: string;
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
  readonly architecture: string;
}

function runningOf(row: unknown, machines: ReadonlyMap<string, string>): Running {
  const [pod, name] = [entry(row, 'workload'), text(entry(row, 'container'))];
  const image = text(entry(named(field(pod, 'spec.containers'), name), 'image'));
  const status = named(field(pod, 'status.containerStatuses'), name);
  return {
    what: text(entry(row, 'role')),
    image,
    tag: tagOf(image),
    digest: /sha256:[0-9a-f]+/.exec(text(entry(status, 'imageID')))?.[0] ?? '',
    architecture: machines.get(text(field(pod, 'spec.nodeName'))) ?? '',
  };
}

/** What stands behind the last colon of the last part of the name, before a digest (distribution, reference grammar). */
function tagOf(image: string): string {
  return /:([\w][\w.-]*)$/.exec(image.replace(/@.*$/, '').split('/').at(-1) ?? '')?.[1] ?? '';
}

function architectureOf(node: unknown): string {
  return text(field(node, 'status.nodeInfo.architecture'));
}

function counted(running: readonly Running[]): readonly ProbeResult[] {
  const groups = new Map<string, Running[]>();
  for (const each of running) {
    const key = [each.what, each.image, each.architecture, each.digest].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const keys = [...groups.keys()].toSorted(compareText);
  return keys.map((key) => ({ ...groups.get(key)?.[0], pods: groups.get(key)?.length ?? 0 }));
}

function splitOf(running: readonly Running[]): readonly string[] {
  const names = [...new Set(running.map(({ image }) => image))].toSorted(compareText);
  return names.filter((name) => {
    const own = running.filter(({ image }) => image === name);
    const kinds = [...new Set(own.map(({ architecture }) => architecture))];
    return kinds.some(
      (kind) => new Set(own.filter(({ architecture }) => architecture === kind).map(({ digest }) => digest)).size > 1,
    );
  });
}
