import type { Verdict } from '../../../../src/model/report.ts';
import type { First } from '../../capture/album.ts';
import type { FilledIn } from '../../cluster/advice.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Manifest } from '../../plane/manifest.ts';

/** One fault of one application, in a namespace of its own that bears its name. */
export interface Fault {
  /** Its name, and that of its namespace. */
  readonly name: string;
  /** What somebody applied by hand, the fault included; the namespace is made before. */
  readonly objects: readonly Manifest[];
  /** Labels of its namespace. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Done after the objects were applied: what befalls them, or what their kubelet says of them. */
  readonly befalls?: (cluster: Cluster) => Promise<unknown>;
  /** Waits until there is something to be found. */
  readonly until?: (cluster: Cluster) => Promise<unknown>;
  /** What kubedoc has to say first; null in a twin, in which nothing is wrong. */
  readonly expected: Blame | null;
  /** The workload to ask about by itself, `deployment/shop`; the same has to come first then. */
  readonly workload?: string;
  readonly cure?: Cure;
}

/** The first finding, and the object that it is on. */
export type Blame = Required<First>;

/** How a person who has read the report mends it, and what comes of it. */
export interface Cure {
  /** The advice that is followed, in this order. */
  readonly advice: readonly string[];
  /** What the person fills into the blanks of an advice. */
  readonly filledIn?: (cluster: Cluster) => Promise<Readonly<Record<string, FilledIn>>>;
  /** What the person changes in the editor that a printed command opens: an expression of sed. */
  readonly edits?: string;
  /** What the advice says in words alone, done by hand before the advice that has commands. */
  readonly byHand?: (cluster: Cluster) => Promise<unknown>;
  /** What a real kubelet then does by itself. */
  readonly kubelet?: (cluster: Cluster) => Promise<unknown>;
  /** Codes that may be told for a moment while it heals. */
  readonly passing?: readonly string[];
  /** What kubedoc says in the end: `healthy` unless said; or the next cause behind the first one. */
  readonly ends?: Verdict | Blame;
}
