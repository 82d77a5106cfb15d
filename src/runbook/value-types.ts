import {
  ANYTHING,
  anyOf,
  canBe,
  listOf,
  MAP,
  mapOf,
  NUMBER,
  oneOf,
  orNull,
  TEXT,
  type StaticType,
} from '../expression/static-type.ts';
import { compile } from '../expression/functions.ts';
import { typeExpression } from '../expression/expressions.ts';
import type { NameTypes } from '../expression/inference.ts';
import type { Probe } from '../model/probe.ts';
import type { Derived, Input, Lookup, Runbook } from '../model/runbook.ts';
import { wellKnownKind } from '../text/well-known-kinds.ts';
import {
  DNS_ANSWER,
  EACH_ANSWER,
  FINDING,
  HTTP_ANSWER,
  NODE_STATS,
  POD_LOG,
  PROGRAM,
  REGISTRY_ANSWER,
  RUN_RESULT,
  SECRET_ADDRESS,
  SERVER,
  TERRAFORM_STATE,
} from './answer-types.ts';
import type { ItemSource } from './texts.ts';

/** What is around a runbook while its values get their types. */
export interface TypeSurroundings {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly probes: ReadonlyMap<string, Probe>;
}

/**
 * What every name of a runbook stands for, as far as it is declared: inputs by their kind, look-ups by their form, derived
 * values by their expression or probe, and the built-in names. `item` is not among them. Undefined for any other name.
 */
export function valueTypes(runbook: Runbook, around: TypeSurroundings): NameTypes {
  const types = new Map<string, StaticType>([
    ...Object.entries(runbook.inputs).map(([name, input]) => [name, inputType(input)] as const),
    ...Object.entries(runbook.lookups).map(([name, lookup]) => [name, lookupType(lookup)] as const),
    ['server', SERVER],
    ['state', stateType(runbook)],
    ['matched', matchedType(runbook)],
    ['answers', answersType([...around.runbooks.values()])],
  ]);
  const names: NameTypes = (name) => {
    const derived = Object.hasOwn(runbook.derive, name) ? runbook.derive[name] : undefined;
    if (derived === undefined || types.has(name)) return types.get(name);
    // A value that waits for itself has no type; another rule tells so.
    types.set(name, ANYTHING);
    types.set(name, derivedType(derived, names, around));
    return types.get(name);
  };
  return names;
}

/** What `item` is in a text: an element of a list, the one object in place of a list, one object of a look-up, a program, or what was found. */
export function itemType(item: ItemSource, names: NameTypes): StaticType {
  if (item === 'finding') return FINDING;
  if ('program' in item) return PROGRAM;
  if ('of' in item) return objectOf(item.of);
  const { type } = typeExpression(item.each, names);
  if (canBe(type, 'list')) return canBe(type, 'map') ? ANYTHING : (type.element ?? ANYTHING);
  return { ...type, sorts: ['map'] };
}

/** Fields of ObjectMeta (apimachinery, meta/v1). */
const METADATA = mapOf({
  name: TEXT,
  generateName: orNull(TEXT),
  namespace: orNull(TEXT),
  uid: TEXT,
  resourceVersion: TEXT,
  generation: NUMBER,
  creationTimestamp: TEXT,
  deletionTimestamp: orNull(TEXT),
  deletionGracePeriodSeconds: orNull(NUMBER),
  labels: orNull(MAP),
  annotations: orNull(MAP),
  ownerReferences: orNull(listOf(MAP)),
  finalizers: orNull(listOf(TEXT)),
  managedFields: orNull(listOf(MAP)),
  selfLink: orNull(TEXT),
});

/** An object of a kind, where it is known; beside its identity it has the fields of its kind. */
function kubeObject(kind: string | undefined): StaticType {
  const fields = { apiVersion: TEXT, kind: kind === undefined ? TEXT : oneOf([kind]), metadata: METADATA };
  return { ...mapOf(fields), open: true };
}

/** What an input is declared to be; any may be left out or arrive as null. */
export function inputType({ kind }: Input): StaticType {
  if (kind === 'text') return orNull(TEXT);
  if (kind === 'number') return orNull(NUMBER);
  if (kind === 'list') return orNull(listOf(ANYTHING));
  return orNull(kind === 'object' ? MAP : kubeObject(kind));
}

/** An absent object is null, and so is the list of a kind that the cluster does not know. */
function lookupType(lookup: Lookup): StaticType {
  if (lookup.list !== undefined) return orNull(listOf(objectOf(lookup)));
  if (lookup.read === 'address') return orNull(SECRET_ADDRESS);
  if (lookup.get !== undefined) return orNull(objectOf(lookup));
  if (lookup.stats !== undefined) return orNull(NODE_STATS);
  if (lookup.logs?.pods !== undefined) return orNull(listOf(POD_LOG));
  return lookup.logs === undefined ? outsideType(lookup) : orNull(TEXT);
}

/** What no API server answers. */
function outsideType({ aws, http, dns, registry, terraform }: Lookup): StaticType {
  if (aws !== undefined) return aws.each === undefined ? orNull(MAP) : listOf(EACH_ANSWER);
  if (http !== undefined) return orNull(HTTP_ANSWER);
  if (dns !== undefined) return orNull(DNS_ANSWER);
  if (registry !== undefined) return orNull(REGISTRY_ANSWER);
  return orNull(terraform === undefined ? RUN_RESULT : TERRAFORM_STATE);
}

/** With `read: metadata` nothing but the metadata is there. */
function objectOf({ list, get, read }: Lookup): StaticType {
  const object = kubeObject(wellKnownKind(list ?? get ?? '')?.kind);
  return read === undefined ? object : { ...object, open: false };
}

function derivedType(derived: Derived, names: NameTypes, { probes, runbooks }: TypeSurroundings): StaticType {
  if (typeof derived === 'string') return typeExpression(derived, names).type;
  const results = 'probe' in derived ? probes.get(derived.probe)?.returns : runbooks.get(derived['given-by'])?.gives;
  if (results === undefined) return ANYTHING;
  return mapOf(Object.fromEntries(Object.keys(results).map((field) => [field, ANYTHING])));
}

/** What can become of a look-up (model, FactState, and what the engine adds to it). */
const LOOKUP_STATES = ['known', 'absent', 'denied', 'failed', 'skipped', 'unclear'];

/** Another rule tells of a look-up that does not exist. */
function stateType({ lookups }: Runbook): StaticType {
  const states = Object.keys(lookups).map((name) => [name, oneOf(LOOKUP_STATES)] as const);
  return { ...mapOf(Object.fromEntries<StaticType>(states)), open: true };
}

/** What a match step leaves behind: the class, the text, and the named groups of its patterns. */
function matchedType(runbook: Runbook): StaticType {
  const patterns = runbook.steps.flatMap((step) => ('match' in step ? step.patterns : []));
  const groups = patterns.flatMap(({ is }) => groupsOf(is)).map((name) => [name, TEXT] as const);
  const classes = oneOf([...new Set(patterns.map((each) => each.class)), 'other']);
  return mapOf({ class: classes, text: TEXT, ...Object.fromEntries<StaticType>(groups) });
}

function groupsOf(pattern: string): readonly string[] {
  try {
    return Object.keys(compile(pattern).namedGroups());
  } catch {
    return [];
  }
}

/** The answers that persons may give, by the step that asks; a question that nobody answers is `unknown`. */
function answersType(runbooks: readonly Runbook[]): StaticType {
  const asked = new Map<string, StaticType[]>();
  for (const step of runbooks.flatMap(({ steps }) => steps)) {
    if (!('ask' in step)) continue;
    const answers = oneOf([...step.ask.map(({ answer }) => answer), 'unknown']);
    asked.set(step.step, [...(asked.get(step.step) ?? []), answers]);
  }
  return mapOf(Object.fromEntries([...asked].map(([name, types]) => [name, anyOf(types)])));
}
