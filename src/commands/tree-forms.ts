import type { TreeFormat } from '../cli/show-command.ts';
import type { Runbook } from '../model/runbook.ts';
import { renders } from '../render/index.ts';
import { treeRenders } from '../render/trees.ts';
import { walkedTrees } from '../runbook/walked-tree.ts';
import type { Forms } from './write-report.ts';

/** In place of the report on the screen the trees that were walked, with the path taken; a report file stays a report. */
export function treeForms(format: TreeFormat, runbooks: ReadonlyMap<string, Runbook>): Forms {
  const draw = treeRenders[format];
  return {
    ...renders,
    table: (report, look) => draw({ trees: walkedTrees(report.path, runbooks), unknown: report.unknown }, look),
  };
}
