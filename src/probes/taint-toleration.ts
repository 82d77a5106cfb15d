import type { Probe, ProbeResult } from '../model/probe.ts';
import { field, list, nameOf, text } from './read.ts';
import { hardTaints, type Taint, taintText } from './scheduling/tolerations.ts';

/** What lets a pod past the taints of one node. */
export const taintToleration: Probe = {
  name: 'taint-toleration',
  computes:
    'The tolerations with which a workload may go to a tainted node, and the taint that would have to go instead.',
  params: {
    untolerated: { is: 'list', means: 'nodes with a taint that the pod does not tolerate, as `{node, taint}`' },
    among: { is: 'list', means: 'names of the nodes that may be meant, the most promising first' },
    nodes: { is: 'list', means: 'the nodes' },
    template: { is: 'object', optional: true, means: 'the pod template of the workload' },
  },
  returns: {
    node: 'the first of these nodes that has such a taint; empty without one',
    taints: 'its taints that the pod does not tolerate, as `{key, value, effect}`',
    taintsText: 'the same as one line, `key=value:effect`',
    only: 'the taint where it is the only one, null otherwise',
    tolerations: 'the tolerations of the template and one for each of these taints, as JSON on one line',
  },
  run({ untolerated, among, nodes, template }) {
    if (!Array.isArray(untolerated) || !Array.isArray(among)) return undefined;
    const barred = untolerated.map((each: unknown) => text(field(each, 'node')));
    const name = list(among)
      .map(text)
      .find((each) => barred.includes(each));
    if (name === undefined) return NONE;
    const said = new Set(
      untolerated
        .filter((each: unknown) => field(each, 'node') === name)
        .map((each: unknown) => text(field(each, 'taint'))),
    );
    const node = list(nodes).find((each) => nameOf(each) === name);
    const taints = hardTaints(node).filter((taint) => said.has(taintText(taint)));
    return {
      node: name,
      taints,
      taintsText: [...said].join(', '),
      only: taints.length === 1 ? taints[0] : null,
      tolerations: JSON.stringify([...list(field(template, 'spec.tolerations')), ...taints.map(toleration)]),
    };
  },
};

const NONE: ProbeResult = { node: '', taints: [], taintsText: '', only: null, tolerations: '' };

/** A taint without a value is matched by its key alone (core/v1, Toleration.ToleratesTaint). */
function toleration({ key, value, effect }: Taint): ProbeResult {
  return value === '' ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };
}
