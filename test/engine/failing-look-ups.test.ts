import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/engine/diagnose.ts';
import { plan } from '../../src/engine/plan.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Query } from '../../src/model/query.ts';
import type { Report } from '../../src/model/report.ts';
import { probes } from '../../src/probes/index.ts';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { allStories } from '../stories/all.ts';
import type { Story } from '../stories/story.ts';
import { ELSE_WITHOUT } from '../support/denial-exceptions.ts';
import { nameOf } from '../support/denied-walks.ts';
import { loadStory } from '../support/load-story.ts';
import { inputsOf } from '../support/run-story.ts';
import { memoryWorld } from '../support/memory-world.ts';
import { catalogue, root } from '../support/shipped.ts';
import { fc } from '../support/random.ts';

const captures = {
  healthy: await loadCapture(`${root}examples/healthy`),
  decoy: await loadCapture(`${root}examples/decoy`),
  broken: await loadCapture(`${root}examples/rollout-does-not-fit`),
  rolledBack: await loadCapture(`${root}examples/rollout-rolled-back`),
};

/** The ways in which a look-up gives no answer. */
const MISHAPS: readonly Fact[] = [
  { state: 'denied', need: 'the right to look' },
  { state: 'failed', reason: 'the server says nothing', hint: '' },
  { state: 'absent', what: 'kind' },
];

const RESOURCES = [
  'server',
  ...new Set(
    [...catalogue.runbooks.keys()]
      .flatMap((name) => plan(catalogue.runbooks, name))
      .filter(({ verb }) => verb !== 'run')
      .map(({ resource }) => resource),
  ),
];

/** Some kinds of look-up, each with what befalls it, everywhere or only where all namespaces are asked for. */
const misfortunes = fc
  .uniqueArray(
    fc.record({
      resource: fc.constantFrom(...RESOURCES),
      fact: fc.constantFrom(...MISHAPS),
      onlyEverywhere: fc.boolean(),
    }),
    { selector: ({ resource }) => resource, maxLength: 8 },
  )
  .map((list) => new Map(list.map((each) => [each.resource, each])));

type Misfortunes = ReadonlyMap<string, { readonly fact: Fact; readonly onlyEverywhere: boolean }>;

interface Seen {
  readonly report: Report;
  readonly asked: readonly Query[];
  /** Queries that got no answer. */
  readonly failed: readonly Query[];
}

async function walk(capture: Capture, bad: Misfortunes, entry = 'helmreleases', inputs = {}): Promise<Seen> {
  const [asked, failed]: [Query[], Query[]] = [[], []];
  const world = memoryWorld(capture, (query) => {
    asked.push(query);
    const mishap = bad.get(resourceOf(query));
    if (mishap === undefined || (mishap.onlyEverywhere && !isEverywhere(query))) return undefined;
    failed.push(query);
    return mishap.fact;
  });
  const report = await diagnose({ runbooks: catalogue.runbooks, probes, world, entry, inputs });
  return { report, asked, failed };
}

/** Where a kind is looked up if it is served, that it is not is an answer: then there is nothing of it. */
function withoutAnswers(bad: Misfortunes): Misfortunes {
  return new Map([...bad].filter(([resource, { fact }]) => fact.state !== 'absent' || !IF_SERVED.has(resource)));
}

/** Without the kinds that the story comes to something else without, for a reason that is written down. */
function withoutExceptions(story: Story, bad: Misfortunes): Misfortunes {
  const excused = ELSE_WITHOUT[nameOf(story)] ?? {};
  return new Map([...bad].filter(([resource]) => excused[resource] === undefined));
}

const IF_SERVED = new Set(
  [...catalogue.runbooks.values()].flatMap(({ lookups }) =>
    Object.values(lookups).flatMap((lookup) => (lookup['if-served'] === true ? [lookup.list ?? lookup.get] : [])),
  ),
);

function resourceOf(query: Query): string {
  if ('resource' in query) return query.resource;
  return BEHIND.get(query.from) ?? query.from;
}

/** What a query that names no kind is planned as. */
const BEHIND = new Map<Query['from'], string>([
  ['address', 'secrets'],
  ['logs', 'pods/log'],
  ['stats', 'nodes/proxy'],
]);

function isEverywhere(query: Query): boolean {
  return !('namespace' in query) || query.namespace === null;
}

function objectOf(capture: Capture, kind: string): unknown {
  return capture.objects.find((object) => object.kind === kind && object.metadata.name === 'coder');
}

/** Runbooks over an object, with the kinds that they mark required. */
const ENTRIES = [
  { entry: 'helmreleases', input: undefined, required: ['helmreleases.helm.toolkit.fluxcd.io'] },
  { entry: 'helmrelease', input: ['release', 'HelmRelease'], required: ['deployments.apps'] },
  { entry: 'workload', input: ['workload', 'Deployment'], required: ['pods'] },
] as const;

describe('look-ups that fail at random', () => {
  it.each(['healthy', 'decoy'] as const)('never make %s out of what was not seen', async (name) => {
    const capture = captures[name];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ENTRIES), misfortunes, async ({ entry, input, required }, bad) => {
        const inputs = input === undefined ? {} : { [input[0]]: objectOf(capture, input[1]) };
        const { report, failed } = await walk(capture, bad, entry, inputs);
        // The controllers are Deployments too, but nothing requires to see them.
        const missed = failed.some(
          (query) => !('fieldSelector' in query) && required.some((resource) => resource === resourceOf(query)),
        );
        if (missed) expect(report.verdict).not.toBe('healthy');
        if (report.unknown.some((row) => row.required)) expect(report.verdict).not.toBe('healthy');
        expect(report.unknown.every((row) => row.lookup !== '' && row.need !== '')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each(['broken', 'rolledBack'] as const)('never make a healthy cluster of %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(misfortunes, async (bad) => {
        const { report, failed } = await walk(captures[name], bad);
        expect(['problem', 'incomplete']).toContain(report.verdict);
        if (report.verdict === 'incomplete') expect(report.unknown.some((row) => row.required)).toBe(true);
        if (failed.some((query) => isEverywhere(query) && ['nodes', 'pods'].includes(resourceOf(query)))) {
          expect(report.findings.map(({ confidence }) => confidence)).not.toContain('confirmed');
        }
      }),
      { numRuns: 250 },
    );
  });

  it('say the same twice', async () => {
    await fc.assert(
      fc.asyncProperty(misfortunes, async (bad) => {
        const [one, other] = await Promise.all([walk(captures.broken, bad), walk(captures.broken, bad)]);
        expect(JSON.stringify(one.report)).toBe(JSON.stringify(other.report));
      }),
      { numRuns: 40 },
    );
  });
});

describe('every story, with look-ups that fail at random', () => {
  const troubled = allStories.filter(({ expected }) => expected.verdict === 'problem');

  it('neither breaks off nor comes out healthy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...troubled), misfortunes, async (story, bad) => {
        const capture = await loadStory(story);
        const mishaps = withoutAnswers(withoutExceptions(story, bad));
        const { report } = await walk(capture, mishaps, story.entry?.runbook, inputsOf(story, capture));
        // What AWS or a registry alone knows is not needed for a verdict on the cluster; that something was not asked is told.
        if (/\/(?:(?:preflight-)?aws|mirror)-/.test(story.folder) && report.unknown.length > 0) return;
        expect(['problem', 'incomplete', 'in-progress']).toContain(report.verdict);
      }),
      { numRuns: 300 },
    );
  });

  it('is not healthy without what it is said to have needed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...allStories), misfortunes, async (story, bad) => {
        const capture = await loadStory(story);
        const { report } = await walk(capture, bad, story.entry?.runbook, inputsOf(story, capture));
        if (report.unknown.some(({ required }) => required)) expect(report.verdict).not.toBe('healthy');
      }),
      { numRuns: 300 },
    );
  });
});

describe('without mishaps', () => {
  it.each([
    ['healthy', 'healthy', []],
    ['decoy', 'healthy', []],
    ['broken', 'problem', ['confirmed']],
    ['rolledBack', 'problem', ['likely']],
  ] as const)('%s is %s', async (name, verdict, confidences) => {
    const { report } = await walk(captures[name], new Map());
    expect(report.verdict).toBe(verdict);
    expect(report.findings.map(({ confidence }) => confidence)).toEqual(confidences);
  });

  it.each(['nodes', 'pods'])('%s denied for all namespaces leaves the incident likely', async (resource) => {
    const fact: Fact = { state: 'denied', need: `list ${resource}` };
    const { report } = await walk(captures.broken, new Map([[resource, { fact, onlyEverywhere: true }]]));
    expect(report.findings.map(({ code, confidence }) => [code, confidence])).toEqual([
      ['rollout-does-not-fit', 'likely'],
    ]);
    expect(report.unknown.map(({ state }) => state)).toEqual(['denied']);
  });

  it('asks for nothing twice', async () => {
    const { asked } = await walk(captures.broken, new Map());
    const texts = asked.map((query) => JSON.stringify(query));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
