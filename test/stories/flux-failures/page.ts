import { GENERATED, page } from '../../../src/runbook/documents/markdown.ts';
import type { Story } from '../story.ts';
import { FLUX_FAILURES } from './all.ts';
import { type Cell, FACES, type FluxFailure } from './cell.ts';

/** The page that names, for every way in which a HelmRelease fails, what is found and the stories that show it. */
export function fluxFailuresPage(stories: readonly Story[]): string {
  const byName = storiesByName(stories);
  return page([
    '# How a HelmRelease fails',
    '',
    GENERATED,
    '',
    'Each failure is found where it is, not seen where only old signs speak of it, and never well and never sure where the',
    'look-up that proves it is forbidden. The stories are folders under `test/scenarios/` and `examples/`.',
    '',
    '| | failure | found as | with the fault | old signs only | look-up forbidden |',
    '|---|---|---|---|---|---|',
    ...FLUX_FAILURES.map((failure) => rowOf(failure, byName)),
  ]);
}

/** Stories by what a cell calls them. */
export function storiesByName(stories: readonly Story[]): ReadonlyMap<string, Story> {
  return new Map(stories.map((story) => [story.folder.replace('test/scenarios/', ''), story]));
}

function rowOf(row: FluxFailure, stories: ReadonlyMap<string, Story>): string {
  const fault = typeof row.fault === 'string' ? stories.get(row.fault) : undefined;
  const found = fault?.expected.findings.map(({ code }) => `\`${code}\``).join(', ') ?? '';
  return `| ${[row.id, row.failure, found, ...FACES.map((face) => cellOf(row[face], stories))].join(' | ')} |`;
}

/** A link to the story, with its verdict, or the reason why there is none. */
function cellOf(cell: Cell, stories: ReadonlyMap<string, Story>): string {
  if (typeof cell !== 'string') return cell.none;
  const story = stories.get(cell);
  return story === undefined ? 'missing' : `[${story.expected.verdict}](../../${story.folder}/README.md)`;
}
