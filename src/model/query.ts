import type { DnsType, Upgrade } from './network.ts';

/**
 * What to ask, as data. A query is comparable (two equal queries are asked once), can be shown as the command that a
 * person would type, and can be listed without being sent.
 */
export type Query =
  | ListQuery
  | GetQuery
  | AddressQuery
  | LogsQuery
  | StatsQuery
  | ServerQuery
  | RunQuery
  | AwsQuery
  | HttpQuery
  | DnsQuery
  | RegistryQuery
  | TerraformQuery;

/** All objects of a kind. `resource` is `plural.group` (`pods`, `deployments.apps`), the name of its CRD where it has one. */
export interface ListQuery {
  readonly from: 'list';
  readonly resource: string;
  /** Null means every namespace (or a cluster-scoped kind). */
  readonly namespace: string | null;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** `metadata` asks for PartialObjectMetadata: the content (a Secret's data) never leaves the server. */
  readonly as?: 'metadata';
  /** Dotted paths, `[]` for every element; everything else is dropped page by page. Identity is always kept. */
  readonly keep?: readonly string[];
}

/** One object by name. */
export interface GetQuery {
  readonly from: 'get';
  readonly resource: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly as?: 'metadata';
}

/** Where a database is, by one key of one Secret that a person allowed to be read. The value is a `SecretAddress`. */
export interface AddressQuery {
  readonly from: 'address';
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** The last lines of one container's log. */
export interface LogsQuery {
  readonly from: 'logs';
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The log of the container's previous run. */
  readonly previous: boolean;
  readonly tailLines: number;
  /** Whether the time stands at the head of each line, as the kubelet writes it: RFC 3339 with nine digits of a second. */
  readonly timestamps?: true;
}

/** What the kubelet of a node measures. The value is a `NodeStats`. */
export interface StatsQuery {
  readonly from: 'stats';
  readonly node: string;
}

/** Which API server this is and what its clock says. The value is a `ServerInfo`. */
export interface ServerQuery {
  readonly from: 'server';
}

/** What a program on this machine says, such as `flux version --client`. The value is a `RunResult`. */
export interface RunQuery {
  readonly from: 'run';
  readonly argv: readonly string[];
  /** The program asks the cluster of the walk: how it is told which one, and as whom. */
  readonly inCluster?: ProgramFlags;
}

/** The options by which a program is told which cluster to ask, and as whom. */
export interface ProgramFlags {
  readonly context: string;
  readonly kubeconfig: string;
  readonly as: string;
  readonly 'as-group': string;
  /** What the names of the environment variables begin with that would tell it otherwise; they are kept from it. */
  readonly without?: string;
}

/**
 * What AWS says, through the `aws` program and whatever it is signed in with, by an operation that only reads. The value is
 * the JSON that it prints, all pages in one.
 */
export interface AwsQuery {
  readonly from: 'aws';
  /** As the program has it: `eks`, `ec2`, `elbv2`, … */
  readonly service: string;
  /** `describe-cluster`, … */
  readonly operation: string;
  /** In the order in which they are written, without dashes: `{ name: ['shop'] }` is `--name shop`. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly region: string;
  /** A profile of the AWS configuration; left out for what the environment says. */
  readonly profile?: string;
}

/** One GET, which follows no redirect; without a credential unless it says with which. The value is an `HttpAnswer`. */
export interface HttpQuery {
  readonly from: 'http';
  /** `http://…` or `https://…`, without user information. */
  readonly url: string;
  readonly token?: TokenUse;
  /** How much of the body is kept, in KiB; `USUAL_BODY_KIB` where it is left out. */
  readonly mostKib?: number;
  /** Asks the connection to change to another protocol; it is closed as soon as that is answered, or was held. */
  readonly upgrade?: Upgrade;
}

/** How much is kept of a body where nothing is said: pages that tell of errors are far smaller. */
export const USUAL_BODY_KIB = 64;

/**
 * The token that goes with a GET, by the names of variables of kubedoc's own environment. The value of the first is sent
 * under `header`, and only to the origin that the second names: the address comes out of the cluster, which may be hostile.
 */
export interface TokenUse {
  readonly header: string;
  readonly from: string;
  readonly for: string;
}

/** What a name server says of a name. The value is a `DnsAnswer`. */
export interface DnsQuery {
  readonly from: 'dns';
  readonly name: string;
  readonly type: DnsType;
  /** The address of the name server to ask; null for those of this machine. */
  readonly server: string | null;
}

/** What a registry holds under the name of an image (OCI distribution), asked without any credential. The value is a `RegistryAnswer`. */
export interface RegistryQuery {
  readonly from: 'registry';
  /** In full, as `fullName` writes it: `docker.io/library/nginx:1.27`, `ghcr.io/coder/coder@sha256:…`. */
  readonly image: string;
  /** Whether the manifest itself is read, which tells the parts of an image of several platforms; registries count that as a pull. */
  readonly parts: boolean;
}

/** What Terraform's state says of Coder's templates, through the program of this machine. The value is a `TerraformState`. */
export interface TerraformQuery {
  readonly from: 'terraform';
  /** The folder of the configuration, as the person named it. */
  readonly folder: string;
}

/** A query that no API server answers. */
export type OutsideQuery = RunQuery | AwsQuery | HttpQuery | DnsQuery | RegistryQuery | TerraformQuery;

/** The value of a `ServerQuery`. */
export interface ServerInfo {
  /** The context's name in the kubeconfig (or of the capture). */
  readonly context: string;
  /** The namespace that the context names, `default` where it names none. */
  readonly namespace: string;
  /** `gitVersion` of `/version`; null where it could not be read. */
  readonly version: string | null;
  /** The server's `Date` header, RFC 3339 in UTC: the only notion of *now* that a walk has. */
  readonly now: string;
  /** The cluster of EKS that it is, as far as the kubeconfig or the person says so. */
  readonly eks?: EksPlace;
}

/** A cluster of EKS; what is not known is an empty text. */
export interface EksPlace {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
  /** The profile of the AWS configuration that it is asked about with. */
  readonly profile: string;
  /** The host of the API server, in small letters, where it is one that EKS gives; behind a proxy or from inside of a pod it is not. */
  readonly endpoint: string;
}

/** The value of a `RunQuery`. */
export interface RunResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}
