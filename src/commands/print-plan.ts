import type { Runbook } from '../model/runbook.ts';
import { plan, roleRules } from '../engine/plan.ts';
import type { PlannedLookup } from '../model/plan.ts';
import { renderPlan, renderRole } from '../render/plan.ts';
import { writeOut } from '../terminal/streams.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** Prints what runbooks would look up, or the ClusterRole that they need. Nothing is asked of anybody. */
export async function printPlan(
  runbooks: ReadonlyMap<string, Runbook>,
  entries: readonly string[],
  what: 'lookups' | 'role',
  io: Io,
): Promise<number> {
  const lookups = entries.flatMap((entry) => plan(runbooks, entry));
  const text =
    what === 'role' ? `${contentNote(lookups)}${renderRole('kubedoc', roleRules(lookups))}` : renderPlan(lookups);
  return (await writeOut(io.stdout, text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
}

/** RBAC cannot allow the names of objects without their content, so whoever grants the role must be told. */
function contentNote(lookups: readonly PlannedLookup[]): string {
  const read = new Set(lookups.filter(({ metadataOnly }) => !metadataOnly).map(({ resource }) => resource));
  const all = new Set(lookups.map(({ resource }) => resource));
  const namesOnly = [...all].filter((resource) => !read.has(resource)).toSorted();
  if (namesOnly.length === 0) return '';
  return `# Of ${namesOnly.join(' and ')} only the metadata is read; RBAC has no narrower verb than these.\n`;
}
