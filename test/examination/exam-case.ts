import type { Built } from '../stories/build/build.ts';

/** An object by its place; null stands for the namespace of what has none. */
export interface Place {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** A cluster with an application that has a fault, or has none, and what has to be named. */
export interface ExamCase {
  readonly name: string;
  /** One sentence: what happened here. */
  readonly summary: string;
  /** The namespace that is asked about. */
  readonly namespace: string;
  readonly objects: readonly Built[];
  /** Log texts by `NAMESPACE/POD/CONTAINER[.previous]`. */
  readonly logs: Readonly<Record<string, string>>;
  /** One of these has to be named first; none where nothing is wrong. */
  readonly faulty: readonly Place[];
  /** The same of a second fault that has nothing to do with the first: either may come first, both have to come. */
  readonly also?: readonly Place[];
  /** What may not be read, as `snapshot.yaml` says it. */
  readonly denied?: readonly string[];
}
