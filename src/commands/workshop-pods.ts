import type { Role } from '../model/workshop.ts';
import { HOST, WILDCARD_HOST } from '../text/host.ts';
import { parseQuantity, toBytes, toMillicores, type Quantity } from '../text/quantity.ts';

/** What pods tell of a place of workshops. What they do not tell is empty. */
export interface SeenPods {
  readonly role: Role;
  /** The namespace of the server or the proxy. */
  readonly where: string;
  readonly domain: string;
  readonly wildcard: string;
  readonly workspaces: readonly SeenWorkspace[];
}

/** What one workspace asks for; zero where it asks for nothing. */
export interface SeenWorkspace {
  readonly namespace: string;
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
  readonly storageBytes: number;
}

/**
 * Reads the pods of Coder and of its workspaces. A server begins with `coder server`, a proxy with `coder wsproxy server`
 * and carries the same label; both have their addresses as variables (coder/coder: helm). Only values that stand there
 * openly are read.
 */
export function readPods(pods: readonly unknown[]): SeenPods {
  const containers = pods
    .filter((pod) => labelOf(pod) === 'coder')
    .flatMap((pod) => containersOf(pod).map((each) => [pod, each] as const));
  const server = containers.find(([, container]) => roleOf(container) === 'control-plane');
  const [pod, container] = server ?? containers.find(([, each]) => roleOf(each) === 'proxy') ?? [];
  const workspaces = pods.filter(
    (each) => labelOf(each) === 'coder-workspace' && at(each, 'status', 'phase') === 'Running',
  );
  return {
    role: container === undefined ? '' : roleOf(container),
    where: namespaceOf(pod),
    domain: hostIn(variable(container, 'CODER_ACCESS_URL')),
    wildcard: wildcardIn(variable(container, 'CODER_WILDCARD_ACCESS_URL')),
    workspaces: workspaces.map(readWorkspace),
  };
}

function roleOf(container: unknown): Role {
  const words = [...listAt(container, 'command'), ...listAt(container, 'args')].map(String).join(' ');
  if (/\bwsproxy\b/.test(words) || variable(container, 'CODER_PRIMARY_ACCESS_URL') !== '') return 'proxy';
  return /\bserver\b/.test(words) ? 'control-plane' : '';
}

function variable(container: unknown, name: string): string {
  const found = listAt(container, 'env').find((each) => at(each, 'name') === name);
  return textOf(at(found, 'value'));
}

/** An address within the cluster is nobody's door. */
function hostIn(address: string): string {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return HOST.test(host) && !/\.svc(\.|$)/.test(host) ? host : '';
}

/** `*--suffix.host` is allowed there too, and is no wildcard of a certificate. */
function wildcardIn(text: string): string {
  return WILDCARD_HOST.test(text) ? text : '';
}

function readWorkspace(pod: unknown): SeenWorkspace {
  const total = (resource: string, to: (quantity: Quantity) => number): number =>
    containersOf(pod)
      .map((each) => parseQuantity(textOf(at(each, 'resources', 'requests', resource))))
      .reduce((sum, quantity) => sum + (quantity === undefined ? 0 : to(quantity)), 0);
  return {
    namespace: namespaceOf(pod),
    cpuMillicores: total('cpu', toMillicores),
    memoryBytes: total('memory', toBytes),
    storageBytes: total('ephemeral-storage', toBytes),
  };
}

function labelOf(pod: unknown): string {
  return textOf(at(pod, 'metadata', 'labels', 'app.kubernetes.io/name'));
}

function namespaceOf(pod: unknown): string {
  return textOf(at(pod, 'metadata', 'namespace'));
}

function containersOf(pod: unknown): readonly unknown[] {
  return listAt(at(pod, 'spec'), 'containers');
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
