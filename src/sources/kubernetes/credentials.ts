import type { OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { KubeContext, ReadFile } from './kube-context.ts';

/** What a request needs to be let in. */
export interface Credentials {
  readonly headers: OutgoingHttpHeaders;
  readonly tls: TlsOptions;
}

/** The part of Node's TLS options that a kubeconfig decides. */
export type TlsOptions = Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;

/** What the sign-in of one context works with. */
export interface SignInParts {
  readonly context: KubeContext;
  readonly env: NodeJS.ProcessEnv;
  readonly readFile: ReadFile;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborts a plugin that takes too long, and at the end of the run. */
  readonly signInDeadline: () => AbortSignal;
}
