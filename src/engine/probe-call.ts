import type { Probe, ProbeParam } from '../model/probe.ts';
import type { ProbeCall } from '../model/runbook.ts';
import type { Values } from './reader.ts';
import { gapsOf, known, unknown, type Gap, type Settled } from './settled.ts';
import { own } from '../text/own.ts';

/**
 * Calls a probe over named expressions, and the log patterns that the call asks for. Unknown when a required argument is
 * unknown or null, when one is not of the declared type, and when the facts do not settle the result; an optional argument
 * that is not known is left out.
 */
export async function callProbe(
  probe: Probe,
  { with: expressions, given }: ProbeCall,
  values: Values,
  noValue: (why: string) => Gap,
): Promise<Settled> {
  const names = Object.keys(expressions);
  const settled = await Promise.all(names.map((name) => values.evaluate(expressions[name] ?? '')));
  const gaps = gapsOf(settled);
  const args: Record<string, unknown> = given === undefined ? {} : { patterns: given };
  for (const [index, name] of names.entries()) {
    const value = settled[index];
    const param = own(probe.params, name);
    if (param === undefined) continue;
    if (value?.known === true && value.value !== null) {
      if (!isOfType(value.value, param)) return unknown([noValue(`its argument ${name} is no ${param.is}`), ...gaps]);
      args[name] = value.value;
    } else if (param.optional !== true) return unknown(gaps);
  }
  return runProbe(probe, args, gaps, noValue);
}

function isOfType(value: unknown, { is }: ProbeParam): boolean {
  if (is === 'list') return Array.isArray(value);
  if (is === 'object') return typeof value === 'object' && !Array.isArray(value);
  return is === 'text' ? typeof value === 'string' : typeof value === 'number';
}

/** Objects come from outside: one that a probe cannot make sense of must not end the whole walk. */
function runProbe(
  probe: Probe,
  args: Readonly<Record<string, unknown>>,
  gaps: readonly Gap[],
  noValue: (why: string) => Gap,
): Settled {
  try {
    const result = probe.run(args);
    return result === undefined ? unknown([noValue('these facts do not settle it'), ...gaps]) : known(result, gaps);
  } catch (error) {
    return unknown([
      noValue(`it makes no sense of these facts (${error instanceof Error ? error.message : ''})`),
      ...gaps,
    ]);
  }
}
