import { entry, field, list, optionalList, text } from '../read.ts';

/** One thing that EKS says is wrong with a cluster, a node group or an add-on. */
export interface Issue {
  readonly code: string;
  readonly message: string;
  /** The names and ids that it is about. */
  readonly resources: readonly string[];
}

/**
 * What stands under `health.issues` of a thing of EKS. Undefined where there is no such list: a status of ACTIVE says
 * nothing about health (edge-sops-eks 0), so a list that is missing is not an empty one.
 */
export function issuesOf(thing: unknown): readonly Issue[] | undefined {
  return optionalList(field(thing, 'health.issues'))?.map((issue) => ({
    code: text(entry(issue, 'code')),
    message: text(entry(issue, 'message')),
    resources: list(entry(issue, 'resourceIds')).map(text).filter(Boolean),
  }));
}

/** Issues as one line: `CODE: message (resources); …`. */
export function issueWords(issues: readonly Issue[]): string {
  return issues.map(wordsOf).join('; ');
}

function wordsOf({ code, message, resources }: Issue): string {
  const about = resources.length === 0 ? '' : ` (${resources.join(', ')})`;
  return `${[code, message].filter(Boolean).join(': ')}${about}`;
}

/** A status as EKS spells it, in capitals; old guides write some in other cases. */
export function statusOf(thing: unknown): string {
  return text(entry(thing, 'status')).toUpperCase();
}
