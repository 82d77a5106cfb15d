import type { KubeObject } from '../../model/object.ts';
import { asList, asNumber, asText, at } from '../narrow.ts';
import { ageColumn, nameColumn, orNone, textColumn, type Cell, type Column } from './column.ts';

/** What `kubectl get flowschemas` shows. */
export const flowSchemaColumns: readonly Column[] = [
  nameColumn,
  textColumn('PriorityLevel', 'spec', 'priorityLevelConfiguration', 'name'),
  { name: 'MatchingPrecedence', cell: (schema) => asNumber(at(schema, 'spec', 'matchingPrecedence')) },
  { name: 'DistinguisherMethod', cell: (schema) => orNone(asText(at(schema, 'spec', 'distinguisherMethod', 'type'))) },
  ageColumn,
  { name: 'MissingPL', cell: danglingStatus },
];

/** What `kubectl get prioritylevelconfigurations` shows. */
export const priorityLevelColumns: readonly Column[] = [
  nameColumn,
  textColumn('Type', 'spec', 'type'),
  limitColumn('NominalConcurrencyShares', 'nominalConcurrencyShares'),
  limitColumn('Queues', 'limitResponse', 'queuing', 'queues'),
  limitColumn('HandSize', 'limitResponse', 'queuing', 'handSize'),
  limitColumn('QueueLengthLimit', 'limitResponse', 'queuing', 'queueLengthLimit'),
  ageColumn,
];

function danglingStatus(schema: KubeObject): string {
  const conditions = asList(at(schema, 'status', 'conditions'));
  return (
    asText(
      at(
        conditions.find((condition) => at(condition, 'type') === 'Dangling'),
        'status',
      ),
    ) || '?'
  );
}

/** A number of a level that limits; the others have none. */
function limitColumn(name: string, ...path: readonly string[]): Column {
  const cell = (level: KubeObject): Cell => {
    const value = at(level, 'spec', 'limited', ...path);
    return typeof value === 'number' ? value : '<none>';
  };
  return { name, cell };
}
