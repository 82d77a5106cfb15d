import type { KubeObject } from '../../src/model/object.ts';
import { type Shape, shapeOf } from './shape.ts';

/** How a built object differs from the real ones of its situation. */
export interface Difference {
  readonly situation: string;
  readonly path: string;
  readonly how: string;
}

/**
 * The differences between built objects and real ones, where there are both: fields that every real one has and a built
 * one lacks, fields of a built one that no real one has, and values of another kind.
 */
export function differencesOf(
  situation: string,
  built: readonly KubeObject[],
  real: readonly KubeObject[],
): readonly Difference[] {
  if (built.length === 0 || real.length === 0) return [];
  const [ours, theirs] = [summaryOf(built.map(shapeOf)), summaryOf(real.map(shapeOf))];
  const lacking = topmost([...theirs.always].filter((path) => !ours.always.has(path)));
  const adding = topmost([...ours.ever.keys()].filter((path) => !theirs.ever.has(path)));
  return [
    ...lacking.map((path) => ({ situation, path, how: ours.ever.has(path) ? 'sometimes missing' : 'missing' })),
    ...adding.map((path) => ({ situation, path, how: 'never on a real one' })),
    ...[...ours.ever].flatMap(([path, values]) => {
      const others = theirs.ever.get(path);
      const strange = others === undefined ? [] : [...values].filter((value) => !others.has(value));
      return strange.map((value) => ({ situation, path, how: `${value}, really ${[...(others ?? [])].join(' or ')}` }));
    }),
  ];
}

interface Summary {
  readonly always: ReadonlySet<string>;
  readonly ever: Shape;
}

/** The fields that each of them has, and those that any of them has with all their kinds of value; tables count too. */
function summaryOf(shapes: readonly Shape[]): Summary {
  const ever = new Map<string, Set<string>>();
  for (const shape of shapes) {
    for (const [path, values] of shape) {
      const before = ever.get(path) ?? new Set();
      ever.set(path, new Set([...before, ...values]));
    }
  }
  const places = shapes.map((shape) => new Set([...shape.keys()].flatMap(withParents)));
  const all = new Set(places.flatMap((each) => [...each]));
  const always = new Set([...all].filter((path) => places.every((each) => each.has(path))));
  for (const path of all) if (!ever.has(path)) ever.set(path, new Set(['a table']));
  return { always, ever };
}

function withParents(path: string): readonly string[] {
  const [table = ''] = path.split('{');
  const ends = [...table.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index));
  return [...ends.filter((end) => end !== ''), path];
}

/** Where a whole table is missing, its fields need not be told. */
function topmost(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return paths.filter(
    (path) =>
      !withParents(path)
        .slice(0, -1)
        .some((parent) => all.has(parent)),
  );
}
