import type { KubeObject } from '../../model/object.ts';
import { asList, asText, at } from '../narrow.ts';
import { ageColumn, nameColumn, wide, type Column } from './column.ts';

/**
 * What `kubectl get roles` and `kubectl get clusterroles` show; also limit ranges and others that have no columns of their
 * own: they tell their birth as a time.
 */
export const createdAtColumns: readonly Column[] = [
  nameColumn,
  { name: 'Created At', type: 'date', cell: (object) => asText(object.metadata['creationTimestamp']) },
];

/** What `kubectl get rolebindings` and `kubectl get clusterrolebindings` show. */
export const bindingColumns: readonly Column[] = [
  nameColumn,
  { name: 'Role', cell: roleOf },
  ageColumn,
  wide({ name: 'Users', cell: (binding) => subjectsOf(binding, 'User').join(', ') }),
  wide({ name: 'Groups', cell: (binding) => subjectsOf(binding, 'Group').join(', ') }),
  wide({ name: 'ServiceAccounts', cell: (binding) => subjectsOf(binding, 'ServiceAccount').join(', ') }),
];

function roleOf(binding: KubeObject): string {
  return `${asText(at(binding, 'roleRef', 'kind'))}/${asText(at(binding, 'roleRef', 'name'))}`;
}

function subjectsOf(binding: KubeObject, kind: string): readonly string[] {
  const subjects = asList(binding['subjects']).filter((subject) => at(subject, 'kind') === kind);
  return subjects.map((subject) => {
    const name = asText(at(subject, 'name'));
    return kind === 'ServiceAccount' ? `${asText(at(subject, 'namespace'))}/${name}` : name;
  });
}
