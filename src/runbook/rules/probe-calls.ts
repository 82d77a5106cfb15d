import type { Probe } from '../../model/probe.ts';
import type { ProbeCall } from '../../model/runbook.ts';
import { EVERY_PATTERN } from '../give-patterns.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule } from './rule.ts';

/** A probe that is called exists and gets what it needs. */
export const probeCalls: Rule = {
  name: 'probe',
  says: 'A probe that is called exists, gets its required arguments and no others; the log patterns that it gets exist.',
  check({ runbook, probes, patterns }) {
    return Object.entries(runbook.derive).flatMap(([name, derived]) =>
      typeof derived !== 'string' && 'probe' in derived
        ? [...flawsOf(derived, ['derive', name], probes), ...patternFlaws(derived, ['derive', name], patterns)]
        : [],
    );
  },
};

/** Log patterns are an argument that comes with the catalogue. */
const PATTERNS = 'patterns';

function patternFlaws(call: ProbeCall, path: Path, known: readonly string[]): readonly Flaw[] {
  return (call.patterns ?? []).flatMap((name, index) => {
    if (name === EVERY_PATTERN || known.includes(name)) return [];
    const message = `there are no log patterns "${name}"${suggestion(name, [EVERY_PATTERN, ...known])}`;
    return [{ path: [...path, PATTERNS, index], on: 'value' as const, message }];
  });
}

function flawsOf(call: ProbeCall, path: Path, probes: ReadonlyMap<string, Probe>): readonly Flaw[] {
  const probe = probes.get(call.probe);
  if (probe !== undefined) return [...strangeArguments(call, path, probe), ...missingArguments(call, path, probe)];
  const message = `there is no probe "${call.probe}"${suggestion(call.probe, [...probes.keys()])}`;
  return [{ path: [...path, 'probe'], on: 'value', message }];
}

function strangeArguments(call: ProbeCall, path: Path, probe: Probe): readonly Flaw[] {
  const known = Object.keys(probe.params);
  const strange = Object.keys(call.with).filter((name) => !known.includes(name));
  const places = strange.map((name) => ({ name, place: [...path, 'with', name] }));
  if (call.patterns !== undefined && !known.includes(PATTERNS))
    places.push({ name: PATTERNS, place: [...path, PATTERNS] });
  return places.map(({ name, place }) => ({
    path: place,
    on: 'key',
    message: `probe ${probe.name} takes no "${name}"${suggestion(name, known)}`,
  }));
}

function missingArguments(call: ProbeCall, path: Path, probe: Probe): readonly Flaw[] {
  return Object.entries(probe.params)
    .filter(([name, param]) => param.optional !== true && !isGiven(call, name))
    .map(([name, param]) => ({
      path: [...path, 'probe'],
      on: 'value',
      message: `probe ${probe.name} needs "${name}": ${param.means}`,
    }));
}

function isGiven(call: ProbeCall, name: string): boolean {
  return Object.hasOwn(call.with, name) || (name === PATTERNS && call.patterns !== undefined);
}
