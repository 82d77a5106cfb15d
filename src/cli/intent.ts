import type { OutputFormat } from '../render/format.ts';

/** What the flags that every diagnosing command takes have said. */
export interface CommonOptions {
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly allNamespaces: boolean;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly asGroups: readonly string[];
  /** Seconds for one request. */
  readonly requestTimeout: number;
  /** Seconds after which what was not seen is unknown. */
  readonly timeLimit: number;
  readonly output: OutputFormat;
  /** A folder that stands in for the cluster. */
  readonly from: string | undefined;
  /** A file that gets a Markdown report besides. */
  readonly report: string | undefined;
  readonly answers: Readonly<Record<string, string>>;
  readonly input: boolean;
  /** Print what would be looked up, or the ClusterRole that it needs, instead of looking. */
  readonly plan: 'no' | 'lookups' | 'role';
  readonly verbose: boolean;
}

/** What the person wants, as data. */
export type Intent =
  | { readonly command: 'print'; readonly text: string }
  | {
      readonly command: 'recover';
      readonly target: string | undefined;
      readonly verify: number | undefined;
      readonly options: CommonOptions;
    }
  | {
      readonly command: 'demo';
      readonly name: string | undefined;
      readonly serve: boolean;
      readonly options: CommonOptions;
    };
