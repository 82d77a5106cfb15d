import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import type { Fact } from '../../model/fact.ts';
import { reviewAccess } from './access.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import { lookUpGet } from './get.ts';
import type { KubeContext, ReadFile } from './kube-context.ts';
import { lookUpList } from './list.ts';
import { lookUpLogs } from './logs.ts';
import type { KubernetesQuery } from './need.ts';
import { createReachLog, type Reach } from './reach.ts';
import { parseResource } from './resource-name.ts';
import { lookUpAddress } from './secret-address.ts';
import { lookUpServer } from './server.ts';
import { lookUpStats } from './stats.ts';
import { createTransport, UnauthorizedError, type Transport } from './transport.ts';
import { explain, type Trouble } from './trouble.ts';

/** One cluster to look things up in. The parts with a default are replaced by tests. */
export interface KubernetesSourceOptions {
  readonly context: KubeContext;
  /** For proxies and credential plugins. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every look-up of the run. */
  readonly signal?: AbortSignal;
  /** For one attempt, from connecting to the last byte. Default 10 000 ms. */
  readonly requestTimeoutMs?: number;
  /** For a credential plugin. Default 30 000 ms. */
  readonly signInTimeoutMs?: number;
  /** Objects per page of a list. Default 500. */
  readonly pageSize?: number;
  /** Largest answer, unpacked. Default 128 MiB. */
  readonly maxBodyBytes?: number;
  readonly readFile?: ReadFile;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly deadline?: (ms: number) => AbortSignal;
  readonly lookup?: LookupFunction;
  readonly now?: () => number;
}

/** Looks things up in one cluster; nothing that it can send changes anything there. */
export interface KubernetesSource {
  /** The server's address, for the terminal only: reports must not hold it. */
  readonly endpoint: string;
  /** Never throws: whatever goes wrong is a fact. */
  lookUp(query: KubernetesQuery, signal?: AbortSignal): Promise<Fact>;
  /** Whether the caller may do something; the value is true or false. `namespace` null or left out means all. */
  canI(verb: string, resource: string, namespace?: string | null): Promise<Fact>;
  /** How far all look-ups so far have got. */
  readonly reach: () => Reach;
  readonly lastTrouble: () => Trouble | undefined;
  /** Closes idle connections. */
  readonly close: () => void;
}

/** Opens a cluster. Nothing is sent, and no plugin started, before the first look-up. */
export function createKubernetesSource(options: KubernetesSourceOptions): KubernetesSource {
  const { context, signal: run = new AbortController().signal, pageSize = PAGE_SIZE } = options;
  const transport = createTransport({ ...DEFAULTS, ...options, signal: run });
  const tools = { context, transport, discovery: createDiscovery(transport), pageSize };
  const log = createReachLog();
  return {
    endpoint: context.server,
    async lookUp(query, own) {
      const signal = own ? AbortSignal.any([run, own]) : run;
      const { fact, unauthorized } = await settle(answer(query, { ...tools, signal }));
      log.record(fact, { version: query.from === 'server', unauthorized });
      return fact;
    },
    async canI(verb, resource, namespace = null) {
      const { fact } = await settle(reviewAccess({ verb, resource, namespace }, { transport, signal: run }));
      return fact;
    },
    reach: log.reach,
    lastTrouble: log.lastTrouble,
    close: transport.close,
  };
}

interface Tools {
  readonly context: KubeContext;
  readonly transport: Transport;
  readonly discovery: Discovery;
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

async function answer(query: KubernetesQuery, tools: Tools): Promise<Fact> {
  switch (query.from) {
    case 'list':
      return inSomeVersion(query.resource, tools, (version) => lookUpList(query, version, tools));
    case 'get':
      return inSomeVersion(query.resource, tools, (version) => lookUpGet(query, version, tools));
    case 'address':
      return lookUpAddress(query, tools);
    case 'logs':
      return lookUpLogs(query, tools);
    case 'stats':
      return lookUpStats(query, tools);
    case 'server':
      return lookUpServer(tools.context, tools);
  }
}

/** The preferred version of a group may lack a kind that an older one has. */
async function inSomeVersion(
  resource: string,
  { discovery }: Tools,
  ask: (groupVersion: string) => Promise<Fact>,
): Promise<Fact> {
  const versions = await discovery.versionsOf(parseResource(resource).group);
  if ('state' in versions) return versions;
  let fact = await ask(versions[0]);
  for (const version of versions.slice(1)) {
    if (fact.state !== 'absent' || fact.what !== 'kind') return fact;
    fact = await ask(version);
  }
  return fact;
}

async function settle(work: Promise<Fact>): Promise<{ fact: Fact; unauthorized: boolean }> {
  try {
    return { fact: await work, unauthorized: false };
  } catch (error) {
    return { fact: { state: 'failed', ...explain(error) }, unauthorized: error instanceof UnauthorizedError };
  }
}

const PAGE_SIZE = 500;

const DEFAULTS = {
  requestTimeoutMs: 10_000,
  signInTimeoutMs: 30_000,
  maxBodyBytes: 128 * 1024 * 1024,
  readFile: (path: string) => readFileSync(path, 'utf8'),
};
