import type { Runbook } from '../model/runbook.ts';
import { diagnose } from '../engine/diagnose.ts';
import type { LookUp } from '../engine/memo.ts';
import { probes } from '../probes/index.ts';
import { MISSING_ENTRY } from './entries.ts';
import { nobody, worldOf } from './world.ts';

/** Which Kustomizations are the probable reason that a HelmRelease is not there, in words; empty without one. */
export async function whyMissing(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  lookUp: LookUp,
  runbooks: ReadonlyMap<string, Runbook>,
): Promise<string> {
  const world = worldOf(
    lookUp,
    nobody({}, () => undefined),
  );
  const inputs = { onlyNamespace: namespace, onlyName: name };
  const { notes } = await diagnose({ runbooks, probes, world, entry: MISSING_ENTRY, inputs });
  return notes.map(({ text }) => text).join('; ');
}
