import type { KubeObject } from '../model/object.ts';
import type { Evidence } from '../model/report.ts';
import type { EvidenceSpec } from '../model/runbook.ts';
import { buildCommand } from '../text/command-line.ts';
import { readField, toJsonPath } from '../text/field-path.ts';
import { groupOf, isObject, refOf } from './graph.ts';
import { holds, type Reader } from './reader.ts';

/** Reads one field of one object, with the command that shows it; undefined where there is nothing to show. */
export async function readEvidence(spec: EvidenceSpec, reader: Reader): Promise<Evidence | undefined> {
  if (!(await holds(reader, spec.when))) return undefined;
  const [of, field] = await Promise.all([reader.evaluate(spec.of), reader.fill(spec.field)]);
  if (!of.known || !isObject(of.value)) return undefined;
  const value = literal(readField(of.value, field));
  if (value === undefined) return undefined;
  return { object: refOf(of.value), field, value, command: commandFor(of.value, field, reader) };
}

/** The value as it stands in the object; lists and maps as compact JSON. */
function literal(value: unknown): string | number | boolean | null | undefined {
  if (value === undefined) return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return JSON.stringify(value);
}

function commandFor(object: KubeObject, field: string, reader: Reader): string | null {
  const { namespace, name } = object.metadata;
  const type = typeOf(object);
  const path = toJsonPath(field);
  if (type === null || path === null || reader.context === null) return null;
  const built = buildCommand(
    [
      { literal: 'kubectl' },
      { literal: 'get' },
      { literal: type },
      { value: name, grammar: 'name' },
      ...(namespace === undefined ? [] : [{ literal: '-n' }, { value: namespace, grammar: 'namespace' as const }]),
      { literal: '-o' },
      { value: `jsonpath=${path}`, grammar: 'quoted' },
    ],
    reader.context,
  );
  return built.ok ? built.text : null;
}

/** How kubectl takes a type: `pod`, `deployment.apps`, `helmrelease.helm.toolkit.fluxcd.io`; null for a kind that is none. */
function typeOf(object: KubeObject): string | null {
  const group = groupOf(object.apiVersion);
  if (!/^[A-Za-z]+$/.test(object.kind) || !/^[a-z0-9.-]*$/.test(group)) return null;
  return `${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
}
