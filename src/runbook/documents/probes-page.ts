import type { Probe } from '../../model/probe.ts';
import { cell, code, GENERATED, inline, page, table } from './markdown.ts';

/** Every probe with what it takes and what it gives, for those who write runbooks. */
export function probesPage(probes: readonly Probe[]): string {
  const sorted = [...probes].sort((a, b) => (a.name < b.name ? -1 : 1));
  return page(['# Probes', '', GENERATED, '', ...sorted.flatMap(section)]);
}

function section(probe: Probe): readonly string[] {
  const params = Object.entries(probe.params).map(([name, { is, optional, means }]) => [
    code(name),
    optional === true ? `${is}, optional` : is,
    cell(inline(means)),
  ]);
  const results = Object.entries(probe.returns).map(([name, means]) => [code(name), cell(inline(means))]);
  return [
    `## ${probe.name}`,
    '',
    inline(probe.computes),
    '',
    ...table(['Argument', 'Is', 'Means'], params),
    ...table(['Result', 'Means'], results),
  ];
}
