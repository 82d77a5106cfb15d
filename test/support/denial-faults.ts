import type { ObjectRef } from '../../src/model/object.ts';
import type { Confidence, Finding, Report, Verdict } from '../../src/model/report.ts';
import { regularPlural, resourceName, splitApiVersion } from '../../src/replay/api-resource.ts';
import type { Denial } from './denial.ts';
import { DOES_WITHOUT, IN_PLACE_OF_DEEPER } from './denial-exceptions.ts';
import { mayMiss } from './rests-on.ts';

/** What a walk comes to that may look at everything. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly findings: readonly { readonly code: string; readonly confidence: Confidence }[];
}

/** What a walk cannot see: some kinds, but for the objects that it is handed as it begins (`KIND/NAMESPACE/NAME`). */
export interface Unseen extends Denial {
  readonly handed: readonly string[];
}

/**
 * What is wrong with the report of a walk that had to do without some kinds, beside what the same walk comes to with
 * them. Not to see makes a walk less sure; it never makes it surer that all is well, or that something is wrong.
 */
export function faultsOf(whole: Outcome, without: Report, unseen: Unseen): readonly string[] {
  return [
    ...verdictFaults(whole, without),
    ...without.findings
      .filter(({ confidence }) => confidence === 'confirmed')
      .flatMap((finding) => sureFaults(finding, whole, unseen)),
    ...wordFaults(without),
  ];
}

/** An action under way may look like trouble (one that nobody can confirm); trouble never looks like one, nor health like trouble. */
function verdictFaults(whole: Outcome, without: Report): readonly string[] {
  const change = `${whole.verdict} becomes ${without.verdict}`;
  if (whole.verdict === without.verdict) return [];
  if (without.verdict === 'problem') return whole.verdict === 'healthy' ? [change] : [];
  if (without.verdict !== 'incomplete') return [change];
  return without.unknown.length === 0 ? [`${change}, and the report does not say what could not be seen`] : [];
}

function sureFaults({ code, evidence }: Finding, whole: Outcome, { resources, handed }: Unseen): readonly string[] {
  const isUnseen = (resource: string): boolean => resources.includes(resource);
  if (!whole.findings.some((one) => one.code === code && one.confidence === 'confirmed'))
    return resources.some((resource) => IN_PLACE_OF_DEEPER[code]?.[resource] !== undefined) &&
      whole.verdict === 'problem'
      ? []
      : [`${code} is confirmed, and was not when all could be seen`];
  const shown = evidence.filter(
    ({ object }) => isUnseen(pluralOf(object.apiVersion, object.kind)) && !handed.includes(placeOf(object)),
  );
  return [
    ...shown.map(({ object, field }) => `${code} is confirmed by ${field} of a ${object.kind} that nobody saw`),
    ...mayMiss(code)
      .filter((resource) => isUnseen(resource) && DOES_WITHOUT[code]?.[resource] === undefined)
      .map((resource) => `${code} is confirmed without ${resource}`),
  ];
}

/** An object as the entry of a story calls it. */
function placeOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function pluralOf(apiVersion: string, kind: string): string {
  return resourceName({ plural: regularPlural(kind), group: splitApiVersion(apiVersion).group });
}

/** Values of fields are as they are, a patch may take a key out with null, a grammar may list it, and output may go to /dev/null; everything else is words for a person. */
function wordFaults({ findings, notes, path, tables, unknown }: Report): readonly string[] {
  const told = findings.map(({ evidence: _values, ...words }) => words);
  return textsOf([told, notes, path, tables, unknown]).filter((text) =>
    /\bundefined\b|\[object |(?<!":|'|\/dev\/)\bnull\b(?!')|\bNaN\b/.test(text),
  );
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}
