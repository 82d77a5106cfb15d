import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, isRecord, list } from './read.ts';

/** Longer values are cut: they are there to be compared by eye. */
const LONGEST = 120;

/** What the fields hold that a CEL expression over `self` and `dep` names. */
export const expressionFields: Probe = {
  name: 'expression-fields',
  computes: 'Which fields of two objects a CEL expression names, and what they hold at present.',
  params: {
    expression: { is: 'text', means: 'the expression, over `self` and `dep`' },
    self: { is: 'object', means: 'the object that `self` stands for' },
    dep: { is: 'object', means: 'the object that `dep` stands for' },
  },
  returns: {
    fields: 'one per field: {path, value}',
    text: 'the same as one line, `path is value`; empty where it names none',
    missing: 'the paths that the objects do not have',
  },
  run({ expression, self, dep }) {
    if (typeof expression !== 'string') return undefined;
    const objects: ProbeResult = { self, dep };
    const fields = pathsIn(expression).map((path) => ({ path, value: valueAt(objects, path) }));
    const told = fields.map(({ path, value }) => ({ path, value: value === undefined ? 'not there' : toText(value) }));
    return {
      fields: told,
      text: told.map(({ path, value }) => `${path} is ${value}`).join(', '),
      missing: fields.filter(({ value }) => value === undefined).map(({ path }) => path),
    };
  },
};

const KEY = String.raw`\.[A-Za-z_]\w*(?!\w*\s*\()|\[\s*(?:'[^']*'|"[^"]*"|\d+)\s*\]`;

/** Selections that begin at `self` or `dep`, without what is called on them. */
function pathsIn(expression: string): readonly string[] {
  const paths = expression.matchAll(new RegExp(String.raw`(?<![\w.])(?:self|dep)(?:${KEY})+`, 'g'));
  return [...new Set([...paths].map(([path]) => path))];
}

function valueAt(objects: ProbeResult, path: string): unknown {
  let value: unknown = objects;
  for (const key of keysOf(path)) value = Array.isArray(value) ? list(value)[Number(key)] : entry(value, key);
  return value;
}

function keysOf(path: string): readonly string[] {
  return [...path.matchAll(/[A-Za-z_]\w*|'([^']*)'|"([^"]*)"|\d+/g)].map(
    ([word, single, double]) => single ?? double ?? word,
  );
}

function toText(value: unknown): string {
  const written = isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
  return written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
}
