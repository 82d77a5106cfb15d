import type { DnsType } from './network.ts';

/** Which container's log. */
export interface LogsLookup {
  readonly pod: string;
  readonly container: string;
  readonly previous?: boolean;
  readonly tail?: number;
  /** Says that the pod's readiness does not test the thing in doubt, so a ready pod's log may be read. */
  readonly 'readiness-is-blind'?: boolean;
}

/** What a name server is asked. */
export interface DnsLookup {
  readonly name: string;
  readonly type: DnsType;
  /** The address of the name server; those of this machine where it is left out. */
  readonly server?: string;
}
