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
    objects: { is: 'list', optional: true, means: 'objects of the target namespace and of the whole cluster' },
    kinds: { is: 'list', optional: true, means: 'the kinds that were listed whole, such as `Service`' },
  },
  returns: {
    total: 'how many objects the inventory names; 0 where there is none (count)',
    kinds: 'the kinds that it names in the target namespace, each once',
    clusterKinds: 'the kinds without a namespace that it names, each once',
    objects: 'a line per object, such as `Deployment shop/web`',
    gone: 'a line per object that is not there although its kind was listed',
    goneWorkloads: 'those of them that are Deployments, StatefulSets or DaemonSets',
    unseen: 'a line per object that nobody looked for: another kind or another namespace',
    checked: 'how many objects were looked for (count)',
  },
  run({ release, objects, kinds }) {
    if (!isRelease(release)) return undefined;
    const entries = readInventory(release);
    const home = targetNamespace(release);
    const listed = new Set(list(kinds).map(text));
    const near = entries.filter(({ namespace }) => namespace === home || namespace === '');
    const looked = near.filter(({ kind }) => listed.has(kind));
    const gone = looked.filter((each) => !(optionalList(objects) ?? []).some((object) => isEntry(each, object)));
    return {
      total: entries.length,
      kinds: kindsIn(entries, home),
      clusterKinds: kindsIn(entries, ''),
      objects: entries.map(describeEntry),
      gone: gone.map(describeEntry),
      goneWorkloads: gone.filter(isWorkload).map(describeEntry),
      unseen: entries.filter((each) => !looked.includes(each)).map(describeEntry),
      checked: looked.length,
    };
  },
};

function kindsIn(entries: readonly InventoryEntry[], place: string): readonly string[] {
  return [...new Set(entries.filter(({ namespace }) => namespace === place).map(({ kind }) => kind))];
}

function isWorkload({ kind }: InventoryEntry): boolean {
  return WORKLOADS.includes(kind);
}
