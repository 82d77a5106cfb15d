import type { DefinitionFunction } from '@marcbachmann/cel-js';
import { validRange } from 'semver';
import { parseGoDuration } from '../text/duration.ts';
import { parseFieldPath } from '../text/field-path.ts';
import { parseQuantity } from '../text/quantity.ts';
import {
  ANYTHING,
  LIST,
  listOf,
  MAP,
  mapOf,
  NUMBER,
  oneOf,
  orNull,
  TEXT,
  YES_OR_NO,
  type Sort,
  type StaticType,
} from './static-type.ts';

/** One way to call a function: what it takes and what it gives. */
export interface Signature {
  readonly name: string;
  /** What stands before the dot of a method. */
  readonly receiver?: StaticType;
  readonly params: readonly StaticType[];
  readonly result: StaticType;
}

const CONDITION_STATES = ['True', 'False', 'Unknown', ''];

/** The fields of a condition (apimachinery, metav1.Condition), and the times that pods, nodes and Deployments add. */
const CONDITION = mapOf({
  type: TEXT,
  status: oneOf(CONDITION_STATES),
  reason: TEXT,
  message: TEXT,
  lastTransitionTime: TEXT,
  observedGeneration: NUMBER,
  lastProbeTime: orNull(TEXT),
  lastHeartbeatTime: orNull(TEXT),
  lastUpdateTime: orNull(TEXT),
});

const OBJECT = orNull(MAP);

/**
 * kubedoc's functions as they really are. The engine is told `dyn` for most of them, because its own checker knows no
 * number that compares with ints and doubles and no object that may be null.
 */
const OWN: readonly Signature[] = [
  { name: 'get', params: [{ sorts: ['map', 'list', 'null'] }, TEXT, ANYTHING], result: ANYTHING },
  { name: 'condition', params: [OBJECT, TEXT], result: CONDITION },
  { name: 'label', params: [OBJECT, TEXT], result: TEXT },
  { name: 'annotation', params: [OBJECT, TEXT], result: TEXT },
  { name: 'quantity', params: [{ sorts: ['text', 'number'] }], result: NUMBER },
  { name: 'seconds', params: [TEXT], result: NUMBER },
  { name: 'age', params: [TEXT], result: NUMBER },
  { name: 'eventTime', params: [MAP], result: TEXT },
  { name: 'semver', params: [TEXT, TEXT], result: YES_OR_NO },
  { name: 'count', params: [LIST], result: NUMBER },
];

/** The signatures of everything that an environment knows, ours as they really are; by name. */
export function signaturesOf(definitions: readonly DefinitionFunction[]): ReadonlyMap<string, readonly Signature[]> {
  const own = new Set(OWN.map(({ name }) => name));
  const engine = definitions.filter(({ name }) => !own.has(name)).map(fromEngine);
  const byName = new Map<string, Signature[]>();
  for (const each of [...OWN, ...engine]) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  return byName;
}

function fromEngine({ name, receiverType, returnType, params }: DefinitionFunction): Signature {
  const rest = { name, params: params.map(({ type }) => typeFromEngine(type)), result: typeFromEngine(returnType) };
  return receiverType === null ? rest : { ...rest, receiver: typeFromEngine(receiverType) };
}

const ENGINE_SORTS: Readonly<Record<string, Sort>> = {
  bool: 'bool',
  int: 'number',
  uint: 'number',
  double: 'number',
  string: 'text',
  null: 'null',
  bytes: 'bytes',
  type: 'type',
  'google.protobuf.Timestamp': 'time',
  'google.protobuf.Duration': 'duration',
};

/** An optional value, a type's parameter and the argument of a macro may be anything. */
function typeFromEngine(name: string): StaticType {
  if (name === 'list<string>') return listOf(TEXT);
  if (name.startsWith('list')) return LIST;
  if (name.startsWith('map')) return MAP;
  const sort = Object.hasOwn(ENGINE_SORTS, name) ? ENGINE_SORTS[name] : undefined;
  return sort === undefined ? ANYTHING : { sorts: [sort] };
}

type LiteralCheck = readonly [argument: number, says: string, isFine: (text: string) => boolean];

const LITERALS: Readonly<Record<string, LiteralCheck>> = {
  get: [1, 'no path of a field', (text) => parseFieldPath(text) !== undefined],
  quantity: [0, 'no Kubernetes quantity', (text) => parseQuantity(text) !== undefined],
  seconds: [0, 'no Go duration such as 5m0s', (text) => parseGoDuration(text) !== undefined],
  semver: [1, 'no range of versions', (text) => validRange(text) !== null],
};

/** What is wrong with a text that is written out as an argument, and which argument it is. */
export function literalFault(
  name: string,
  args: readonly StaticType[],
): { readonly argument: number; readonly message: string } | undefined {
  const check = Object.hasOwn(LITERALS, name) ? LITERALS[name] : undefined;
  if (check === undefined) return undefined;
  const [argument, says, isFine] = check;
  const words = args[argument]?.words ?? [];
  const wrong = words.find((word) => !isFine(word));
  return wrong === undefined ? undefined : { argument, message: `"${wrong}" is ${says}` };
}
