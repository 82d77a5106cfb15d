import { HELM_CONTROLLERS, type HelmController } from '../plane/flux.ts';
import type { Incident } from '../incidents/incident.ts';

/** How one incident went on one version of helm-controller. */
export interface Outcome {
  readonly incident: Incident;
  readonly on: HelmController;
  readonly seconds: number;
  /** What went wrong; empty where nothing did. */
  readonly failure: string;
}

/** The table of incidents × helm-controller versions, and the counts as the last line. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const versions = Object.keys(HELM_CONTROLLERS) as HelmController[];
  const incidents = [...new Set(outcomes.map((each) => each.incident))];
  const cell = (incident: Incident, on: HelmController): string => {
    const outcome = outcomes.find((each) => each.incident === incident && each.on === on);
    if (outcome === undefined) return '-';
    return `${outcome.failure === '' ? 'ok' : 'FAILED'} ${outcome.seconds} s`;
  };
  const rows = [
    ['', '', ...versions.map((version) => `helm-controller ${version}`)],
    ...incidents.map((each) => [each.name, each.is, ...versions.map((version) => cell(each, version))]),
  ];
  const failed = outcomes.filter((each) => each.failure !== '').length;
  return `${aligned(rows)}\n\n${outcomes.length - failed} passed, ${failed} failed\n`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
