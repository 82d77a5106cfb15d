import { UsageError } from '../model/errors.ts';
import { nearest } from '../text/similar.ts';
import { WORKLOAD_KINDS, workloadKindOf, type WorkloadKind } from '../text/workload-kinds.ts';
import { NAME, refuseNoNamespace } from './target.ts';

/** What `diagnose` was pointed at, as far as the words tell. */
export interface DiagnoseTarget {
  /** Null where the words name none: then it is that of the context. */
  readonly namespace: string | null;
  /** Null where any kind will do. */
  readonly kind: WorkloadKind | null;
  readonly name: string;
}

/** A target whose namespace is settled. */
export type Place = DiagnoseTarget & { readonly namespace: string };

/** Reads `namespace/kind/name`, `kind/name`, `namespace/name` or a name. Throws `UsageError` for anything else. */
export function parseDiagnoseTarget(text: string, namespace: string | undefined): DiagnoseTarget {
  const target = split(text, text.split('/'));
  if (!NAME.test(target.name))
    throw new UsageError(`"${text}" is not the name of a workload`, 'write it as NAMESPACE/KIND/NAME');
  if (target.namespace !== null) refuseNoNamespace(target.namespace);
  if (namespace !== undefined && target.namespace !== null && target.namespace !== namespace)
    throw new UsageError(
      `${text} and -n ${namespace} name different namespaces`,
      kindHint(target.namespace) ?? 'use one of them',
    );
  return { ...target, namespace: target.namespace ?? namespace ?? null };
}

function split(text: string, parts: readonly string[]): DiagnoseTarget {
  const [first = '', second = '', third] = parts;
  if (parts.length === 1) return { namespace: null, kind: null, name: first };
  if (parts.length === 2) {
    const kind = workloadKindOf(first);
    return kind === undefined
      ? { namespace: first, kind: null, name: second }
      : { namespace: null, kind, name: second };
  }
  if (parts.length > 3)
    throw new UsageError(`"${text}" is not the name of a workload`, 'write it as NAMESPACE/KIND/NAME');
  const kind = workloadKindOf(second);
  if (kind === undefined)
    throw new UsageError(`${second} is no kind of workload`, kindHint(second) ?? `kinds: ${KIND_WORDS.join(', ')}`);
  return { namespace: first, kind, name: third ?? '' };
}

const KIND_WORDS = WORKLOAD_KINDS.map(({ kind }) => kind.toLowerCase());

/** The kind that a mistyped word may mean, as a hint. */
function kindHint(word: string): string | undefined {
  const meant = nearest(
    word,
    WORKLOAD_KINDS.flatMap(({ words }) => words),
  );
  return meant === undefined ? undefined : `did you mean ${meant}/…?`;
}
