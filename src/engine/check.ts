import type { CheckSpec } from '../model/check.ts';
import type { Report } from '../model/report.ts';
import { fillHandOver } from './escalate.ts';
import type { Reader } from './reader.ts';

/** What a check says beside its report: values for the checks across contexts, and how a person tries it. */
export async function fillCheck(spec: CheckSpec | undefined, reader: Reader): Promise<Pick<Report, 'gives' | 'trial'>> {
  if (spec === undefined) return {};
  const given = Object.entries(spec.gives ?? {}).map(async ([name, text]) => [name, await valueOf(text, reader)]);
  const trials = await Promise.all((spec.trial ?? []).map((one) => fillHandOver(one, reader)));
  return { gives: Object.fromEntries(await Promise.all(given)) as Record<string, unknown>, trial: trials.flat() };
}

/** Null where it is not known: whoever takes it has to say so. */
async function valueOf(text: string, reader: Reader): Promise<unknown> {
  const settled = await reader.evaluate(text);
  return settled.known ? settled.value : null;
}
