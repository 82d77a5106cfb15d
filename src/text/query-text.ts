import type { Upgrade } from '../model/network.ts';
import type { OutsideQuery, Query, TokenUse } from '../model/query.ts';
import { awsWords } from './aws-call.ts';
import { wellKnownKind } from './well-known-kinds.ts';

/**
 * A query as a person would say it: `list pods in namespace coder`, `list pods in all namespaces`, `list nodes`,
 * `get secrets db in namespace coder`. The same text for equal queries.
 */
export function describeQuery(query: Query): string {
  switch (query.from) {
    case 'list':
      return `list ${query.resource}${extent(query.resource, query.namespace)}${selectors(query)}`;
    case 'get':
      return `get ${query.resource} ${query.name}${place(query.namespace)}`;
    case 'address':
      return `get secrets ${query.name}${place(query.namespace)}, the address in key ${query.key}`;
    case 'logs':
      return `logs of pod ${query.pod}${place(query.namespace)}, container ${query.container}${query.previous ? ' (previous run)' : ''}`;
    case 'stats':
      return `figures of the kubelet of node ${query.node}`;
    case 'server':
      return 'the API server’s version and clock';
    default:
      return describeOutside(query);
  }
}

/** The same for what no API server answers. */
function describeOutside(query: OutsideQuery): string {
  switch (query.from) {
    case 'run':
      return `run ${query.argv.join(' ')}`;
    case 'aws':
      return awsWords(query).join(' ');
    case 'http':
      return `GET ${query.url}${upgradeWords(query.upgrade)}${tokenWords(query.token)}`;
    case 'registry':
      return `${query.parts ? 'the parts of image' : 'the digest of image'} ${query.image}`;
    case 'terraform':
      // Not the line that is run: typed by hand it prints every value of the state.
      return `the state of Terraform in ${query.folder}`;
    case 'dns':
      return `DNS ${query.type} of ${query.name}${query.server === null ? '' : ` at ${query.server}`}`;
  }
}

function tokenWords(token: TokenUse | undefined): string {
  return token === undefined ? '' : ` with the token in ${token.from}`;
}

function upgradeWords(upgrade: Upgrade | undefined): string {
  if (upgrade === undefined) return '';
  return ` with Upgrade: ${upgrade.to}${upgrade.protocol === undefined ? '' : ` (${upgrade.protocol})`}`;
}

/** How far a list reaches. A kind that nobody knows counts as one that lives in namespaces, as most do. */
function extent(resource: string, namespace: string | null): string {
  if (namespace === null && wellKnownKind(resource)?.namespaced !== false) return ' in all namespaces';
  return place(namespace);
}

function place(namespace: string | null): string {
  return namespace === null ? '' : ` in namespace ${namespace}`;
}

function selectors(query: { labelSelector?: string; fieldSelector?: string }): string {
  const parts = [query.labelSelector, query.fieldSelector].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` with ${parts.join(' and ')}`;
}
