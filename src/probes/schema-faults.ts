import type { Probe } from '../model/probe.ts';
import { entry, field, list, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';
import { readSchemaFaults, type SchemaFault } from './values/schema-fault.ts';
import { mendValue } from './values/mend-value.ts';
import { readReferences, referenceText } from './values/references.ts';
import { dottedPath, pathText, valueAt, type ValuesPath, withValue } from './values/values-tree.ts';

/** What the schema of a chart has against the values of a release, where each value comes from, and what mends it. */
export const schemaFaults: Probe = {
  name: 'schema-faults',
  computes: "What a chart's schema has against the values of a HelmRelease, and where each of them comes from.",
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    text: { is: 'text', means: "Helm's error about the schema" },
  },
  returns: {
    lines: 'one line per fault: the place in the values, what is wrong, and where the value comes from',
    paths: 'the places in the values that spec.values gives, as field paths below spec.values',
    holds: 'whether every fault can be seen in spec.values as it is now',
    patch: 'values, as JSON on one line, that mend every fault that can be mended without asking; empty without any',
    removes: 'the keys that the patch takes out',
    left: 'the places that the patch does not mend',
  },
  run({ release, text: said }) {
    if (!isRelease(release)) return undefined;
    const found = readSchemaFaults(text(said)).map((fault) => place(fault, release));
    if (found.length === 0) return undefined;
    const mends = found.filter(({ mend }) => mend !== undefined);
    const patch = mends.reduce<unknown>((base, { path, mend }) => withValue(base, path, mend?.value), {});
    return {
      lines: found.map(({ line }) => line),
      paths: found.filter(({ standing }) => standing === 'holds').map(({ path }) => pathText(path)),
      holds: found.every(({ standing }) => standing === 'holds'),
      patch: mends.length === 0 ? '' : JSON.stringify(patch),
      removes: mends.filter(({ mend }) => mend?.value === null).map(({ path }) => pathText(path)),
      left: found.filter(({ mend }) => mend === undefined).map(({ path }) => pathText(path)),
    };
  },
};

interface Placed {
  readonly path: ValuesPath;
  readonly line: string;
  /** Whether spec.values, as it is now, has the fault; `elsewhere` where another origin may have it. */
  readonly standing: 'holds' | 'mended' | 'elsewhere';
  readonly mend: { readonly value: unknown } | undefined;
}

function place(fault: SchemaFault, release: unknown): Placed {
  const path = inRelease(fault, release);
  const inline = valueAt(field(release, 'spec.values'), path);
  const standing = standingOf(fault, inline, release);
  return {
    path,
    standing,
    line: `${pathText(path)}: ${wordsOf(fault)} (${originOf(path, inline, release)})`,
    mend: standing === 'holds' ? mendValue(fault, inline) : undefined,
  };
}

/** The values of a subchart stand under its name; `global` is the same for all (Helm documentation, subcharts). */
function inRelease({ chart, path }: SchemaFault, release: unknown): ValuesPath {
  const own = [
    text(field(release, 'spec.chart.spec.chart')),
    text(entry(list(field(release, 'status.history'))[0], 'chartName')),
  ];
  const isOwn = own.some((name) => name !== '' && name.split('/').at(-1) === chart);
  const isUnknown = own.every((name) => name === '') && valueAt(field(release, 'spec.values'), [chart]) === undefined;
  return isOwn || isUnknown || path[0] === 'global' ? path : [chart, ...path];
}

function standingOf(fault: SchemaFault, inline: unknown, release: unknown): Placed['standing'] {
  const given = inline !== undefined && inline !== null;
  if (given)
    return { 'unknown key': HOLDS, missing: MENDED, type: againstType, choice: againstChoice, other: ELSEWHERE }[
      fault.kind
    ](fault, inline);
  const alone = list(field(release, 'spec.valuesFrom')).length === 0;
  if (!alone || !['unknown key', 'missing'].includes(fault.kind)) return 'elsewhere';
  return fault.kind === 'missing' ? 'holds' : 'mended';
}

const HOLDS = () => 'holds' as const;
const MENDED = () => 'mended' as const;
const ELSEWHERE = () => 'elsewhere' as const;

function againstType({ wants }: SchemaFault, inline: unknown): Placed['standing'] {
  return wants.includes(typeOf(inline)) || wants.includes(widerTypeOf(inline)) ? 'mended' : 'holds';
}

function againstChoice({ wants }: SchemaFault, inline: unknown): Placed['standing'] {
  return wants.some((each) => each === inline || each === JSON.stringify(inline)) ? 'mended' : 'holds';
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** JSON Schema: every integer is a number. */
function widerTypeOf(value: unknown): string {
  return typeof value === 'number' ? 'number' : typeOf(value);
}

function wordsOf({ kind, wants, says }: SchemaFault): string {
  if (kind === 'unknown key') return 'the chart knows no such key';
  if (kind === 'missing') return 'it has to be given';
  return kind === 'choice' ? `it has to be one of ${wants.join(', ')}` : says;
}

function originOf(path: ValuesPath, inline: unknown, release: unknown): string {
  if (inline !== undefined) return 'spec.values';
  const references = readReferences(release);
  const targeted = references.find(({ targetPath }) => targetPath !== '' && dottedPath(path).startsWith(targetPath));
  if (targeted !== undefined) return referenceText(targeted);
  const whole = references.filter(({ targetPath }) => targetPath === '').map(referenceText);
  if (whole.length === 0) return 'not in spec.values';
  return `not in spec.values; ${whole.join(' or ')} may have it`;
}
