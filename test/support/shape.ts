/** What an object consists of: the paths of its fields, each with the kinds of value that lie there. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The shape of an object. Conditions go by their type (`status.conditions[Ready].reason`), other lists by `[]`, tables
 * whose keys are anybody's by `*`; of labels and annotations only those that controllers write. The order of conditions
 * is the value of `status.conditions order`.
 */
export function shapeOf(object: unknown): Shape {
  const shape = new Map<string, Set<string>>();
  visit(object, '', (path, value) => {
    const values = shape.get(path) ?? new Set();
    shape.set(path, values.add(value));
  });
  return shape;
}

type See = (path: string, value: string) => void;

function visit(value: unknown, path: string, see: See): void {
  if (Array.isArray(value)) visitList(value, path, see);
  else if (typeof value === 'object' && value !== null) visitTable(value as Table, path, see);
  else see(path, kindOf(value));
}

type Table = Readonly<Record<string, unknown>>;

function visitList(list: readonly unknown[], path: string, see: See): void {
  if (list.length === 0) see(path, 'an empty list');
  const isConditions = path.endsWith('.conditions');
  if (isConditions) see(`${path} order`, list.map(typeOf).join(', '));
  for (const each of list) visit(each, `${path}[${isConditions ? typeOf(each) : ''}]`, see);
}

function typeOf(condition: unknown): string {
  return String((condition as Table)['type']);
}

function visitTable(table: Table, path: string, see: See): void {
  if (Object.keys(table).length === 0) see(path, 'an empty table');
  for (const [key, value] of Object.entries(table)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (FREE.test(path)) see(`${path}.*`, kindOf(value));
    else if (!MARKED.test(path)) visit(value, at, see);
    else if (CONTROLLERS.test(key)) see(`${path}{${key}}`, kindOf(value));
  }
}

/** Tables whose keys are names that somebody chose. */
const FREE =
  /(?:^|\.)(?:matchLabels|selector|nodeSelector|limits|requests|capacity|allocatable|hard|used|data|values|parameters|allocatedResources)$/;
const MARKED = /metadata\.(?:labels|annotations)$/;
const CONTROLLERS =
  /^(?:meta\.helm\.sh|helm\.toolkit\.fluxcd\.io|deployment\.kubernetes\.io|kubernetes\.io\/metadata\.name|app\.kubernetes\.io\/managed-by|pod-template-hash|batch\.kubernetes\.io|job-name|controller-uid|endpointslice\.kubernetes\.io|kubernetes\.io\/service-name|owner$|modifiedAt$|statefulset\.kubernetes\.io|apps\.kubernetes\.io)/;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return typeof value;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return 'a time';
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value)) return 'a time with microseconds';
  return /^\d{4}-\d\d-\d\dT/.test(value) ? 'another time' : 'a text';
}
