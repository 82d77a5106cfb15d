import type { DnsType } from './network.ts';

/** Which container's log, of one pod or of several. */
export interface LogsLookup {
  readonly pod?: string;
  /** A list of pods in place of one; the value is then a list of `PodLog`, without the pods that have no log. */
  readonly pods?: string;
  /** How many of several pods are read, from the first; `MOST_POD_LOGS` where it is left out. */
  readonly most?: number;
  readonly container: string;
  readonly previous?: boolean;
  readonly tail?: number;
  /** Asks the kubelet to put the time at the head of each line; probes over logs take it off again. */
  readonly times?: boolean;
  /** Says that the pod's readiness does not test the thing in doubt, so a ready pod's log may be read. */
  readonly 'readiness-is-blind'?: boolean;
  /** Says that the program says something when it starts: of a ready pod a log that is empty or gone was not seen. */
  readonly 'never-empty'?: boolean;
}

/** The log of one of several pods. */
export interface PodLog {
  readonly pod: string;
  readonly log: string;
}

/** How many of several pods are read where a look-up does not say. */
export const MOST_POD_LOGS = 3;

/** What AWS is asked: an operation that only reads, in the region and the account of the cluster. */
export interface AwsLookup {
  /** Service and operation, as the `aws` program has them: `eks describe-cluster`. */
  readonly call: string;
  /** An object with `region` and `account`, each a text that is empty where it is not known. */
  readonly at: string;
  /** Each gives a text or a list of texts; where one is empty nothing is named, and nothing is asked. */
  readonly options?: Readonly<Record<string, string>>;
  /** A list; the call is made for each of its elements, which the options name `item`. The value is then a list of `EachAnswer`. */
  readonly each?: string;
  /** How many elements are asked about, from the first; `MOST_CALLS` where it is left out. */
  readonly most?: number;
}

/** How many calls one look-up makes where it does not say: each is a process of a third of a second. */
export const MOST_CALLS = 20;

/** What came of one of several calls; an element that does not exist has none. */
export interface EachAnswer {
  readonly of: unknown;
  /** `skipped` where it is behind the bound, or where its options name nothing. */
  readonly state: 'known' | 'denied' | 'failed' | 'skipped';
  /** Only where the state is `known`: an expression that asks for it elsewhere is unknown. */
  readonly answer?: object;
}

/** What the registry of an image is asked, by nobody: no credential is sent. */
export interface RegistryLookup {
  /** The name of the image with its tag or digest; nothing is asked where it is empty. */
  readonly image: string;
  /** Its parts as well, one per platform; registries count that as a pull. */
  readonly parts?: boolean;
}

/** What a name server is asked. */
export interface DnsLookup {
  readonly name: string;
  readonly type: DnsType;
  /** The address of the name server; those of this machine where it is left out. */
  readonly server?: string;
}
