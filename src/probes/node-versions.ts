import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, field, list, text } from './read.ts';

/** Which minor versions the kubelets of a cluster have. */
export const nodeVersions: Probe = {
  name: 'node-versions',
  computes: 'The major and minor versions of the kubelets of some nodes, and how many nodes have each.',
  params: { nodes: { is: 'list', means: 'the nodes' } },
  returns: {
    rows: 'one row per version, by name: version (`v1.34`), nodes (a count)',
    untold: 'how many nodes do not tell their version (a count)',
  },
  run({ nodes }): ProbeResult | undefined {
    if (!Array.isArray(nodes)) return undefined;
    const versions = list(nodes).map(minorOf);
    const names = [...new Set(versions)].filter((version) => version !== '').toSorted(compareText);
    return {
      rows: names.map((version) => ({ version, nodes: versions.filter((each) => each === version).length })),
      untold: versions.filter((version) => version === '').length,
    };
  },
};

function minorOf(node: unknown): string {
  return /^v\d+\.\d+/.exec(text(field(node, 'status.nodeInfo.kubeletVersion')))?.[0] ?? '';
}
