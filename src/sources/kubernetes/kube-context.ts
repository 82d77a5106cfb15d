import type { EksPlace } from '../../model/query.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';

/** The request headers that make the API server treat the caller as somebody else. */
export type Impersonation = Readonly<Record<string, string | string[]>>;

/** Reads a whole file as UTF-8; throws Node's error where it cannot. */
export type ReadFile = (path: string) => string;

/** Where to look for the kubeconfig and which part of it to use. */
export interface KubeconfigOptions {
  /** `--kubeconfig`: this file and no other. */
  readonly kubeconfig?: string;
  /** `--context`: instead of the file's current-context. */
  readonly context?: string;
  /** `--as` and `--as-group`: replace every impersonation that the kubeconfig names. */
  readonly as?: string;
  readonly asGroups?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly readFile?: ReadFile;
}

/** One context with everything needed to talk to its API server. Holds credentials: never print it. */
export interface KubeContext {
  readonly name: string;
  /** The namespace that the context names, `default` where it names none. */
  readonly namespace: string;
  /** The server's address, with a path prefix where it has one; never ends in a slash. */
  readonly server: string;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
  readonly impersonation: Impersonation;
  /** The cluster of EKS that it is about, as far as the kubeconfig says so. */
  readonly eks?: EksPlace;
}
