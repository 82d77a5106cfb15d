import type { Probe } from '../../model/probe.ts';
import type { ProbeCall } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule } from './rule.ts';

/** A probe that is called exists and gets what it needs. */
export const probeCalls: Rule = {
  name: 'probe',
  says: 'A probe that is called exists, gets its required arguments and no others.',
  check({ runbook, probes }) {
    return Object.entries(runbook.derive).flatMap(([name, derived]) =>
      typeof derived === 'string' ? [] : flawsOf(derived, ['derive', name], probes),
    );
  },
};

function flawsOf(call: ProbeCall, path: Path, probes: ReadonlyMap<string, Probe>): readonly Flaw[] {
  const probe = probes.get(call.probe);
  if (probe !== undefined) return [...strangeArguments(call, path, probe), ...missingArguments(call, path, probe)];
  const message = `there is no probe "${call.probe}"${suggestion(call.probe, [...probes.keys()])}`;
  return [{ path: [...path, 'probe'], on: 'value', message }];
}

function strangeArguments(call: ProbeCall, path: Path, probe: Probe): readonly Flaw[] {
  const known = Object.keys(probe.params);
  return Object.keys(call.with)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [...path, 'with', name],
      on: 'key',
      message: `probe ${probe.name} takes no "${name}"${suggestion(name, known)}`,
    }));
}

function missingArguments(call: ProbeCall, path: Path, probe: Probe): readonly Flaw[] {
  return Object.entries(probe.params)
    .filter(([name, param]) => param.optional !== true && !Object.hasOwn(call.with, name))
    .map(([name, param]) => ({
      path: [...path, 'probe'],
      on: 'value',
      message: `probe ${probe.name} needs "${name}": ${param.means}`,
    }));
}
