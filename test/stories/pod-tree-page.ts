import { GENERATED, page } from '../../src/runbook/documents/markdown.ts';
import { FACES, POD_TREE, type PodTreeLine } from './pod-tree.ts';
import type { Story } from './story.ts';

/** The page that names, for every line of the pod tree, what is found and the four stories that show it. */
export function podTreePage(stories: readonly Story[]): string {
  const byName = new Map(stories.map((story) => [story.folder.replace('test/scenarios/', ''), story]));
  return page([
    '# The pod tree',
    '',
    GENERATED,
    '',
    'What keeps a pod from being ready, or from being there at all. Each line is found where it is, not seen in the same',
    'cluster without it, not seen where only old signs speak of it, and never well and never sure where the look-up that',
    'proves it is forbidden. The stories are folders under `test/scenarios/`.',
    '',
    '| line | found as | with the fault | without it | old signs only | look-up forbidden |',
    '|---|---|---|---|---|---|',
    ...POD_TREE.map((line) => rowOf(line, byName)),
  ]);
}

function rowOf({ line, story }: PodTreeLine, stories: ReadonlyMap<string, Story>): string {
  const found = stories.get(story)?.expected.findings.map(({ code }) => `\`${code}\``) ?? [];
  const cells = Object.values(FACES).map((suffix) => cellOf(`${story}${suffix}`, stories));
  return `| ${[line, found.length === 0 ? 'in progress' : found.join(', '), ...cells].join(' | ')} |`;
}

/** A link to the story, with its verdict. */
function cellOf(name: string, stories: ReadonlyMap<string, Story>): string {
  const story = stories.get(name);
  return story === undefined ? 'missing' : `[${story.expected.verdict}](../../${story.folder}/README.md)`;
}
