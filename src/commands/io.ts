import type { LookupFunction } from 'node:net';
import type { Runbook } from '../model/runbook.ts';

/** What a command touches of the machine; `main` hands in the real things, tests their own. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Ends after so many milliseconds, or at once when the signal is given up. Never rejects. */
  readonly wait: Pause;
  /** The same for a limit: it ends a wait for something else, and does not keep the program alive by itself. */
  readonly deadline: Pause;
  /** The runbooks that are shipped with the program. Throws `UsageError` where they are missing. */
  readonly runbooks: () => ReadonlyMap<string, Runbook>;
  /** Reads a file of the kubeconfig, as UTF-8; the file system where it is left out. Throws Node's error. */
  readonly readFile?: (path: string) => string;
  /** Resolves the name of an API server or a proxy; the system's resolver where it is left out. */
  readonly lookup?: LookupFunction;
  /** Given up when the person interrupts. */
  readonly signal: AbortSignal;
}

/** A pause of so many milliseconds. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;
