/** A kind of object that runs something, with the words that kubectl knows it by (`kubectl api-resources`). */
export interface WorkloadKind {
  readonly kind: string;
  /** `plural.group`. */
  readonly resource: string;
  /** Short name, singular and plural, in small letters. */
  readonly words: readonly string[];
}

/** In the order in which one of them is meant by a name alone: what makes others before what is made. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  { kind: 'Deployment', resource: 'deployments.apps', words: ['deploy', 'deployment', 'deployments'] },
  { kind: 'StatefulSet', resource: 'statefulsets.apps', words: ['sts', 'statefulset', 'statefulsets'] },
  { kind: 'DaemonSet', resource: 'daemonsets.apps', words: ['ds', 'daemonset', 'daemonsets'] },
  { kind: 'CronJob', resource: 'cronjobs.batch', words: ['cj', 'cronjob', 'cronjobs'] },
  { kind: 'Job', resource: 'jobs.batch', words: ['job', 'jobs'] },
  { kind: 'Pod', resource: 'pods', words: ['po', 'pod', 'pods'] },
];

/** The kind that a word means, whatever its case and whether its group stands behind it; undefined for another word. */
export function workloadKindOf(word: string): WorkloadKind | undefined {
  const typed = word.toLowerCase();
  return WORKLOAD_KINDS.find(({ words, resource }) => words.includes(typed) || withGroup(words, resource, typed));
}

function withGroup(words: readonly string[], resource: string, typed: string): boolean {
  const group = /\..*$/.exec(resource)?.[0];
  return group !== undefined && words.some((each) => `${each}${group}` === typed);
}
