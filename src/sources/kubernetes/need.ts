import type { AddressQuery, GetQuery, ListQuery, LogsQuery, ServerQuery, StatsQuery } from '../../model/query.ts';
import { describeQuery } from '../../text/query-text.ts';

/** A query that an API server answers. */
export type KubernetesQuery = ListQuery | GetQuery | AddressQuery | LogsQuery | StatsQuery | ServerQuery;

/**
 * The permission that a query needs, in words that an administrator can grant: `list pods in namespace x`. It reads like
 * the look-up in a report, without the selectors, which no role knows.
 */
export function needOf(query: KubernetesQuery): string {
  switch (query.from) {
    case 'list':
      return describeQuery({ from: 'list', resource: query.resource, namespace: query.namespace });
    case 'get':
      return describeQuery(query);
    case 'address':
      return `get secrets ${query.name} in namespace ${query.namespace}`;
    case 'logs':
      return `get pods/log ${query.pod} in namespace ${query.namespace}`;
    case 'stats':
      return `get nodes/proxy ${query.node}`;
    case 'server':
      return 'get /version';
  }
}
