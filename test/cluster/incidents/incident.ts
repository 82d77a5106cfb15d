import type { Cluster } from '../cluster/cluster.ts';
import type { NodeSize } from '../cluster/nodes.ts';
import type { HelmController } from '../plane/flux.ts';

/**
 * Something that really happens on a plane: an incident, which kubedoc has to find and whose printed advice has to mend
 * it; a control, in which nothing is wrong; or a check, which holds something else of kubedoc against the real thing.
 */
export interface Incident {
  /** Its name on the command line and in the table. */
  readonly name: string;
  readonly is: 'incident' | 'control' | 'check';
  readonly title: string;
  /** The versions of helm-controller that it is made on. */
  readonly on: readonly HelmController[];
  /** The nodes that are there when it begins. */
  readonly nodes: readonly NodeSize[];
  /** Makes it, finds it, mends it and verifies; throws where kubedoc or the cluster does not do as it should. */
  run(cluster: Cluster): Promise<void>;
}

/** Both versions of helm-controller. */
export const BOTH: readonly HelmController[] = ['1.4', '1.6'];
