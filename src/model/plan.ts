import type { TokenUse } from './query.ts';

/** One look-up that a walk can come to, as its runbook declares it. */
export interface PlannedLookup {
  readonly runbook: string;
  readonly name: string;
  readonly verb: 'list' | 'get' | 'stats' | 'run' | 'aws' | 'http' | 'dns' | 'registry' | 'terraform';
  /** `plural.group`, with the subresource of logs; `nodes/proxy` for `stats`; the program's words for `run`, an expression for `http`, `dns`, `registry` and `terraform`. */
  readonly resource: string;
  /** Where: an expression of the runbook, or empty for everywhere. */
  readonly namespace: string;
  /** The condition under which it is sent; empty for always. */
  readonly when: string;
  /** What it follows from, in words of the runbook; empty for nothing. */
  readonly follows: string;
  readonly required: boolean;
  /** Metadata alone: the content never leaves the server. */
  readonly metadataOnly: boolean;
  /** The token that is sent along, by the names of its variables. */
  readonly token?: TokenUse;
  /** Reads the content of a Secret that the person has named, as `read: address` does. */
  readonly readsSecret?: true;
}

/** One rule of a ClusterRole (RBAC reference, PolicyRule). */
export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
