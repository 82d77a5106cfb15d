import type { KubeObject } from '../../../../../src/model/object.ts';
import { rootOf, type ServedKind } from '../kinds.ts';
import { ACCEPT, type Question, read } from '../question.ts';

/** Lists of every kind in every scope and shape, and every object, single. */
export function objectQuestions(
  kinds: readonly ServedKind[],
  objectsOf: (kind: ServedKind) => readonly KubeObject[],
): readonly Question[] {
  return kinds.flatMap((kind) => [
    ...listsOf(kind),
    ...(kind.preferred ? [...shapesOf(kind), ...singles(kind, objectsOf(kind)), ...missing(kind)] : []),
  ]);
}

function listsOf(kind: ServedKind): readonly Question[] {
  return scopesOf(kind).map((path) => read(path));
}

/** All, in a namespace, in one without objects and in one that there is not. */
function scopesOf(kind: ServedKind): readonly string[] {
  const all = `${rootOf(kind)}/${kind.plural}`;
  if (!kind.namespaced) return [all];
  return [all, ...['shop', 'void', 'nowhere'].map((namespace) => inNamespace(kind, namespace))];
}

function inNamespace({ plural, ...kind }: ServedKind, namespace: string): string {
  return `${rootOf(kind)}/namespaces/${namespace}/${plural}`;
}

function shapesOf(kind: ServedKind): readonly Question[] {
  const all = `${rootOf(kind)}/${kind.plural}`;
  const empty = kind.namespaced ? [inNamespace(kind, 'nowhere')] : [];
  return [
    ...['table', 'table-v1beta1', 'metadata-list'].map((shape) => read(all, ACCEPT[shape as keyof typeof ACCEPT])),
    ...['None', 'Metadata', 'Object'].map((part) => read(`${all}?includeObject=${part}`, ACCEPT.table)),
    ...empty.flatMap((path) => [read(path, ACCEPT.table), read(path, ACCEPT['metadata-list'])]),
  ];
}

/** Kinds with hundreds of objects that differ in nothing but their names are asked for some of them. */
const ENOUGH = 5;

function singles(kind: ServedKind, objects: readonly KubeObject[]): readonly Question[] {
  const paths = objects.slice(0, ENOUGH).map(({ metadata }) => pathOf(kind, metadata.namespace, metadata.name));
  const shaped = paths.slice(0, 2).flatMap((path) => [read(path, ACCEPT.table), read(path, ACCEPT.metadata)]);
  return [...paths.map((path) => read(path)), ...shaped];
}

function missing(kind: ServedKind): readonly Question[] {
  const namespaces = kind.namespaced ? ['shop', 'nowhere'] : [undefined];
  const paths = namespaces.map((namespace) => pathOf(kind, namespace, 'missing'));
  const wrongScope = kind.namespaced ? `${rootOf(kind)}/${kind.plural}/missing` : inNamespace(kind, 'shop');
  return [...paths, wrongScope].map((path) => read(path));
}

function pathOf(kind: ServedKind, namespace: string | undefined, name: string): string {
  const scope = namespace === undefined ? `${rootOf(kind)}/${kind.plural}` : inNamespace(kind, namespace);
  return `${scope}/${encodeURIComponent(name)}`;
}

/** Subresources of what is there, and of what is not. */
export const PART_QUESTIONS: readonly Question[] = [
  '/apis/apps/v1/namespaces/shop/deployments/web/status',
  '/apis/apps/v1/namespaces/shop/deployments/web/scale',
  '/apis/apps/v1/namespaces/shop/deployments/missing/status',
  '/apis/apps/v1/namespaces/shop/deployments/web/nothing',
  '/apis/apps/v1/namespaces/shop/deployments/web/status/more',
  '/api/v1/namespaces/shop/status',
  '/api/v1/namespaces/shop/pods/talker/status',
  '/api/v1/namespaces/shop/pods/talker/nothing',
  '/api/v1/namespaces/shop/pods/talker/exec',
  '/api/v1/namespaces/shop/pods/talker/ephemeralcontainers',
  '/api/v1/nodes/kyrion/status',
  '/apis/example.com/v1/namespaces/shop/widgets/red/status',
  '/apis/example.com/v1/namespaces/shop/widgets/red/scale',
  '/apis/example.com/v1/planets/mars/status',
].map((path) => read(path));

/** The lists whose objects an unprivileged reader may not see, and some that it may. */
export function limitedQuestions(kinds: readonly ServedKind[]): readonly Question[] {
  const lists = kinds.filter(({ preferred }) => preferred).map((kind) => `${rootOf(kind)}/${kind.plural}`);
  return [...lists, ...LIMITED].map((path) => read(path, ACCEPT.json, 'limited'));
}

const LIMITED = [
  '/api/v1/namespaces/shop/secrets',
  '/api/v1/namespaces/shop/secrets/plain',
  '/api/v1/namespaces/shop/secrets/missing',
  '/api/v1/namespaces/shop/secrets?watch=1&timeoutSeconds=1',
  '/api/v1/secrets?watch=1&timeoutSeconds=1',
  '/api/v1/nodes/kyrion',
  '/api/v1/nodes/missing',
  '/api/v1/namespaces/shop/pods/talker/log',
  '/api/v1/namespaces/shop/pods/missing/log',
  '/api/v1/namespaces/nowhere/pods/missing/log',
  '/apis/apps/v1/namespaces/shop/deployments',
  '/apis/apps/v1/namespaces/shop/deployments/web',
  '/apis/apps/v1/namespaces/shop/deployments/web/status',
  '/apis/apps/v1/namespaces/shop/deployments/web/scale',
  '/apis/example.com/v1/namespaces/shop/widgets',
  '/apis/example.com/v1/namespaces/shop/widgets/red',
  '/apis/example.com/v1beta1/namespaces/shop/widgets/red',
  '/apis/example.com/v1/planets/mars',
];
