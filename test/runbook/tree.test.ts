import { describe, expect, test } from 'vitest';
import { runStory } from '../support/run-story.ts';
import { catalogue } from '../support/shipped.ts';
import { allStories } from '../stories/all.ts';
import type { Tree } from '../../src/model/tree.ts';
import { renderTreeMermaid } from '../../src/render/tree-mermaid.ts';
import { renderTreeText } from '../../src/render/tree-text.ts';
import { treeOf } from '../../src/runbook/tree.ts';
import { walkedTrees } from '../../src/runbook/walked-tree.ts';

const look = { width: 80, color: false, path: true, mode: 'full' } as const;

async function treesOf(folder: string): Promise<readonly Tree[]> {
  const story = allStories.find((one) => one.folder === folder);
  if (story === undefined) throw new Error(`no story ${folder}`);
  return walkedTrees((await runStory(story)).report.path, catalogue.runbooks);
}

/** Every line of a flowchart as this program writes one: the grammar of what Mermaid's own parser was seen to accept. */
const LABEL = String.raw`"(?:[^"<>]|<br/>)*"`;
const LINES = [
  /^flowchart TD$/,
  new RegExp(String.raw`^ {2}subgraph n\d+\[${LABEL}\]$`),
  /^ {2}end$/,
  new RegExp(String.raw`^ {2}n\d+(?:\[${LABEL}\]|\(\[${LABEL}\]\)|\[\[${LABEL}\]\])$`),
  new RegExp(String.raw`^ {2}n\d+ (?:-->|==>|-\.->)(?:\|${LABEL}\|)? n\d+$`),
  new RegExp(String.raw`^ {2}n\d+ -\.-> n\d+\[\[${LABEL}\]\]$`),
  /^ {2}classDef (?:taken|untaken) [\w:#, -]+$/,
  /^ {2}class n\d+(?:,n\d+)* (?:taken|untaken)$/,
];

function strangeLines(chart: string): readonly string[] {
  return chart
    .trimEnd()
    .split('\n')
    .filter((line) => !LINES.some((pattern) => pattern.test(line)));
}

/** Names that an arrow uses and no box has. */
function unknownNames(chart: string): readonly string[] {
  const boxes = new Set([...chart.matchAll(/(n\d+)(?:\[|\(\[)/g)].map(([, name]) => name));
  const used = [...chart.matchAll(/(n\d+) (?:-->|==>|-\.->).*?(n\d+)(?:$|\[)/gm)].flatMap(([, from, to]) => [from, to]);
  return used.filter((name) => !boxes.has(name)).map(String);
}

describe('every shipped runbook', () => {
  test.each([...catalogue.runbooks.values()].map((runbook) => [runbook.name, runbook] as const))(
    '%s is drawn, each step and each branch',
    (_name, runbook) => {
      const tree = treeOf(runbook);
      const text = renderTreeText([tree], look);
      for (const { step } of runbook.steps) expect(text.replace(/\s+/g, ' ')).toContain(`(${step})`);
      const chart = renderTreeMermaid([tree]);
      expect(strangeLines(chart)).toEqual([]);
      expect(unknownNames(chart)).toEqual([]);
    },
  );
});

describe('a walk', () => {
  test('marks one branch of every step from the first to the finding', async () => {
    const [tree] = await treesOf('examples/rollout-does-not-fit');
    const steps = everyStep(tree ? [tree] : []);
    expect(steps.length).toBeGreaterThan(15);
    expect(steps.filter(({ branches }) => branches.filter(({ taken }) => taken === true).length !== 1)).toEqual([]);
    const taken = steps.flatMap(({ branches }) => branches.filter((branch) => branch.taken === true));
    expect(taken.map(({ leadsTo }) => leadsTo).join('; ')).toContain('finding rollout-does-not-fit');
  });

  test('through several releases has one tree for each, with its own answers', async () => {
    const [tree] = await treesOf('test/scenarios/helmreleases/two-causes');
    const entered = tree?.steps.flatMap((step) => step.entered) ?? [];
    expect(entered.map(({ subject }) => subject)).toEqual(['HelmRelease shop/api', 'HelmRelease shop/web']);
  });

  test('prints as text within the width, and as a chart, without colour telling anything', async () => {
    const trees = await treesOf('examples/rollout-does-not-fit');
    const text = renderTreeText(trees, look);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain('▶ no      → next');
    expect(text).toContain('not reached: ');
    const chart = renderTreeMermaid(trees);
    expect(strangeLines(chart)).toEqual([]);
    expect(unknownNames(chart)).toEqual([]);
    expect(chart).toMatch(/==>.*\n/);
    expect(chart).toMatch(/-\.->.*\n/);
  });

  test('that is healthy ends clean', async () => {
    const [tree] = await treesOf('examples/healthy');
    const release = tree?.steps.find(({ step }) => step === 'release');
    expect(release?.branches.find(({ taken }) => taken === true)?.label).toMatch(/clean|unknown/);
  });
});

function everyStep(trees: readonly Tree[]): readonly Tree['steps'][number][] {
  return trees.flatMap(({ steps }) => steps.flatMap((step) => [step, ...everyStep(step.entered)]));
}
