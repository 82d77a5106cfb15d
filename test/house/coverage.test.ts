import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allStories } from '../stories/all.ts';
import { catalogue, root } from '../support/shipped.ts';
import { goesThrough, PROVED_ELSEWHERE } from '../support/story-runbooks.ts';

/** One row of docs/coverage.md. */
interface Row {
  readonly id: string;
  readonly runbooks: readonly string[];
  readonly stories: readonly string[];
  readonly isBuilt: boolean;
}

/** How many ids each of the five documents has, and where it begins to count. */
const IDS = [
  ['R', 1, 9],
  ['H', 1, 13],
  ['E', 1, 13],
  ['L', 1, 11],
  ['W', 0, 9],
] as const;

const rows = readRows(readFileSync(`${root}docs/coverage.md`, 'utf8'));
const runbooks = [...catalogue.runbooks.values()];
const built = rows.filter(({ isBuilt }) => isBuilt);

describe('docs/coverage.md', () => {
  it('has a row for every id, in order', () => {
    const ids = IDS.flatMap(([letter, first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => `${letter}${String(first + index)}`),
    );
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it('names the runbooks that cover an id, and no others', () => {
    const wrong = rows.filter(({ id, runbooks: named }) => named.join() !== coveredBy(id).join());
    expect(wrong.map(({ id }) => `${id}: ${coveredBy(id).join(', ')}`)).toEqual([]);
  });

  it('calls built what a runbook covers, and nothing else', () => {
    expect(rows.filter(({ id, isBuilt }) => isBuilt !== coveredBy(id).length > 0).map(({ id }) => id)).toEqual([]);
  });

  it('names stories that exist', () => {
    const strays = rows.flatMap(({ id, stories }) =>
      stories.filter((name) => storyNamed(name) === undefined).map((name) => `${id}: ${name}`),
    );
    expect(strays).toEqual([]);
  });
});

describe.each(built.map((row) => [row.id, row] as const))('%s', (id, { stories }) => {
  const told = stories.flatMap((name) => storyNamed(name) ?? []);

  it('has a story through each of its runbooks', () => {
    const proved = runbooks.filter(({ name, covers }) => covers.includes(id) && PROVED_ELSEWHERE[name] === undefined);
    const missing = proved.filter((runbook) => !told.some((story) => goesThrough(story, runbook)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('has a story with the fault and one without', () => {
    const verdicts = new Set(told.map(({ expected }) => expected.verdict));
    expect([...verdicts]).toEqual(expect.arrayContaining(['problem', 'healthy']));
  });
});

function coveredBy(id: string): readonly string[] {
  return runbooks.flatMap(({ name, covers }) => (covers.includes(id) ? [name] : [])).toSorted();
}

function storyNamed(name: string) {
  const folder = name.startsWith('examples/') ? name : `test/scenarios/${name}`;
  return allStories.find((story) => story.folder === folder);
}

function readRows(text: string): readonly Row[] {
  return text.split('\n').flatMap((line) => {
    const [, id = '', , named = '', stories = '', state = ''] = line.split('|').map((cell) => cell.trim());
    if (!/^[A-Z]\d+$/.test(id)) return [];
    return [{ id, runbooks: namesIn(named), stories: namesIn(stories), isBuilt: state !== 'not built yet' }];
  });
}

function namesIn(cell: string): readonly string[] {
  return cell === '–' ? [] : cell.split(', ');
}
