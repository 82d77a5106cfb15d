import { dependsOn } from '../../src/engine/depends-on.ts';
import { createExpressions } from '../../src/expression/expressions.ts';
import type { Confidence, Finding, Report, Verdict } from '../../src/model/report.ts';
import type { Lookup } from '../../src/model/runbook.ts';
import { regularPlural, resourceName, splitApiVersion } from '../../src/replay/api-resource.ts';
import type { Denial } from './denial.ts';
import { DOES_WITHOUT, IN_PLACE_OF_DEEPER } from './denial-exceptions.ts';
import { catalogue } from './shipped.ts';

/** What a walk comes to that may look at everything. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly findings: readonly { readonly code: string; readonly confidence: Confidence }[];
}

/**
 * What is wrong with the report of a walk that had to do without some kinds, beside what the same walk comes to with
 * them. Not to see makes a walk less sure; it never makes it surer that all is well, or that something is wrong.
 */
export function faultsOf(whole: Outcome, without: Report, denial: Denial): readonly string[] {
  return [
    ...verdictFaults(whole, without),
    ...without.findings
      .filter(({ confidence }) => confidence === 'confirmed')
      .flatMap((finding) => sureFaults(finding, whole, denial)),
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

function sureFaults({ code, evidence }: Finding, whole: Outcome, { resources }: Denial): readonly string[] {
  const isUnseen = (resource: string): boolean => resources.includes(resource);
  if (!whole.findings.some((one) => one.code === code && one.confidence === 'confirmed'))
    return resources.some((resource) => IN_PLACE_OF_DEEPER[code]?.[resource] !== undefined) &&
      whole.verdict === 'problem'
      ? []
      : [`${code} is confirmed, and was not when all could be seen`];
  const shown = evidence.filter(({ object }) => isUnseen(pluralOf(object.apiVersion, object.kind)));
  return [
    ...shown.map(({ object, field }) => `${code} is confirmed by ${field} of a ${object.kind} that nobody saw`),
    ...restsOn(code)
      .filter((resource) => isUnseen(resource) && DOES_WITHOUT[code]?.[resource] === undefined)
      .map((resource) => `${code} is confirmed without ${resource}`),
  ];
}

const expressions = createExpressions(() => '');

/** The kinds that the conditions of a confirmed finding ask for in its own runbook, directly or through what they name. */
function restsOn(code: string): readonly string[] {
  const runbook = [...catalogue.runbooks.values()].find(({ findings }) => Object.hasOwn(findings, code));
  if (runbook === undefined) return [];
  const conditions = runbook.findings[code]?.confirmed ?? [];
  const names = conditions.flatMap(({ when }) => expressions.compile(when).names.free);
  return Object.entries(runbook.lookups)
    .filter(([lookup]) => names.some((name) => dependsOn(runbook, expressions, name, new Set([lookup]))))
    .map(([, lookup]) => kindOf(lookup));
}

function kindOf(lookup: Lookup): string {
  return lookup.list ?? lookup.get ?? (lookup.logs === undefined ? '' : 'pods/log');
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
