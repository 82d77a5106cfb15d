import type { Report } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import type { World } from '../model/world.ts';
import { diagnose } from '../engine/diagnose.ts';
import { probes } from '../probes/index.ts';
import { LINT_ENTRY } from './entries.ts';
import type { Manifests } from './manifests.ts';
import type { Target } from './target.ts';

/** What is looked at: a cluster, or what files hold. */
interface Place {
  readonly target: Target;
  readonly manifests: Manifests | undefined;
}

/** Walks the runbook of `helmrelease lint` over a world. */
export function lintWalk(
  { target, manifests }: Place,
  runbooks: ReadonlyMap<string, Runbook>,
  world: World,
): Promise<Report> {
  const place = manifests === undefined ? 'cluster' : 'files';
  const inputs = { onlyNamespace: target.namespace, onlyName: target.name, place };
  return diagnose({ runbooks, probes, world, entry: LINT_ENTRY, inputs });
}
