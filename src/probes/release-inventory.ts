import type { Probe } from '../model/probe.ts';
import { list, optionalList, text } from './read.ts';
import { isRelease, targetNamespace } from './release/helm-release.ts';
import { describeEntry, type InventoryEntry, isEntry, readInventory } from './release/inventory.ts';

/** Kinds whose loss stops the application itself. */
const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Whether what a release has applied is still there; Ready=True does not say that. */
export const releaseInventory: Probe = {
  name: 'release-inventory',
  computes: 'Which objects of `status.inventory` (Flux 2.8 and later) are no longer in the cluster.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    objects: { is: 'list', optional: true, means: 'objects of the target namespace, of the kinds that were listed' },
    kinds: { is: 'list', optional: true, means: 'the kinds that were listed there whole, such as `Service`' },
  },
  returns: {
    total: 'how many objects the inventory names; 0 where there is none (count)',
    kinds: 'the kinds that it names in the target namespace, each once',
    objects: 'a line per object, such as `Deployment shop/web`',
    gone: 'a line per object that is not there although its kind was listed',
    goneWorkloads: 'those of them that are Deployments, StatefulSets or DaemonSets',
    unseen: 'a line per object that nobody looked for: another kind, another namespace or the whole cluster',
    checked: 'how many objects were looked for (count)',
  },
  run({ release, objects, kinds }) {
    if (!isRelease(release)) return undefined;
    const entries = readInventory(release);
    const home = targetNamespace(release);
    const listed = new Set(list(kinds).map(text));
    const looked = entries.filter(({ namespace, kind }) => namespace === home && listed.has(kind));
    const gone = looked.filter((each) => !(optionalList(objects) ?? []).some((object) => isEntry(each, object)));
    return {
      total: entries.length,
      kinds: [...new Set(entries.filter(({ namespace }) => namespace === home).map(({ kind }) => kind))],
      objects: entries.map(describeEntry),
      gone: gone.map(describeEntry),
      goneWorkloads: gone.filter(isWorkload).map(describeEntry),
      unseen: entries.filter((each) => !looked.includes(each)).map(describeEntry),
      checked: looked.length,
    };
  },
};

function isWorkload({ kind }: InventoryEntry): boolean {
  return WORKLOADS.includes(kind);
}
