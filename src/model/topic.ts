/**
 * Something that a person can ask `kubedoc diagnose` about. The runbook has the input `onlyNamespace`, a text that is empty for
 * all of them; the one under `named` has `workload` besides, the object that was named.
 */
export interface Topic {
  readonly name: string;
  /** What it is about, in a few words. */
  readonly about: string;
  /** The runbook that begins where one object is named; without it none can be. */
  readonly named?: string;
  /** Without -n all namespaces are meant and not that of the context: its parts may be anywhere. */
  readonly everywhere?: boolean;
  /**
   * The runbook that tells what was changed, walked behind the other where somebody gives a time. It has the inputs
   * `onlyNamespace`, `since` as it was typed, and `workload`, null where no object was named.
   */
  readonly changes?: string;
}
