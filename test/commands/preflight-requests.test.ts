import { describe, expect, it, onTestFinished } from 'vitest';
import { register } from '../../src/cli/command-spec.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { preflightCommand, type PreflightIntent } from '../../src/cli/preflight-command.ts';
import type { Cluster } from '../../src/commands/cluster.ts';
import type { Io } from '../../src/commands/io.ts';
import { isOutside } from '../../src/commands/outside.ts';
import type { OpenPlace } from '../../src/commands/preflight-open.ts';
import { walkPreflight } from '../../src/commands/preflight-walk.ts';
import type { KubeObject } from '../../src/model/object.ts';
import type { Query } from '../../src/model/query.ts';
import type { Workshop } from '../../src/model/workshop.ts';
import { NO_PROFILE } from '../../src/profile/load-profile.ts';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { recorded } from '../../src/replay/recorded.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { kubeconfigFor } from '../../src/replay/write-kubeconfig.ts';
import { loadKubeContext } from '../../src/sources/kubernetes/kubeconfig.ts';
import { createKubernetesSource } from '../../src/sources/kubernetes/kubernetes.ts';
import { describeQuery } from '../../src/text/query-text.ts';
import { inWaves } from '../support/in-waves.ts';
import { catalogue, root } from '../support/shipped.ts';

/** What `workshop preflight` may take of one far cluster: answers that follow each other, logs apart, and look-ups. */
const MOST_WAVES = 14;
const MOST_LOOK_UPS = 60;

const crashing = await loadCapture(`${root}/test/scenarios/coder-start/database-no-such-host`);
const silent = await loadCapture(`${root}/test/scenarios/coder-provisioner/not-connected`);
const ill = await loadCapture(`${root}/test/scenarios/coder/workspace-crashes`);

/** A server that crashes, provisioners that are not let in and a workspace that crashes, amid other namespaces. */
function workshopAmid(namespaces: number): Capture {
  const own = new Map(
    [...ill.objects, ...silent.objects, ...crashing.objects].map((one) => [
      `${one.kind} ${one.metadata.namespace ?? ''} ${one.metadata.name}`,
      one,
    ]),
  );
  const app = crashing.objects.filter(({ kind }) => ['Deployment', 'ReplicaSet', 'Pod'].includes(kind));
  const others = Array.from({ length: namespaces }, (_, index) => app.map((one) => neighbour(one, index)));
  const logs = new Map([...ill.logs, ...silent.logs, ...crashing.logs]);
  return { ...crashing, objects: [...own.values(), ...others.flat()], logs };
}

/** The same in another namespace, where nothing of it says that it is Coder. */
function neighbour(object: KubeObject, index: number): KubeObject {
  const text = JSON.stringify({ ...object, metadata: { ...object.metadata, namespace: `team-${String(index)}` } });
  return JSON.parse(text.replaceAll('coder', 'shop').replaceAll('CODER', 'SHOP')) as KubeObject;
}

const WORKSHOP: Workshop = {
  participants: 30,
  window: { start: '2025-12-01T09:00:00Z', end: '2025-12-01T13:00:00Z', zone: 'UTC' },
  workspace: {
    cpuMillicores: null,
    memoryBytes: null,
    storageBytes: null,
    perParticipant: 1,
    namespace: '',
    images: [],
  },
  thresholds: {},
};

interface Cost {
  readonly waves: readonly (readonly Query[])[];
  readonly paths: readonly string[];
}

/** Walks all checks over so many contexts that hold the same; the cost of each. */
async function costsOf(capture: Capture, contexts: readonly string[]): Promise<readonly Cost[]> {
  const opened = await Promise.all(contexts.map((context) => openIt(capture, context)));
  const places = opened.map(({ place }) => place);
  const plan = { workshop: WORKSHOP, places, notes: [] };
  await walkPreflight({ intent: intentOf(), profile: NO_PROFILE, plan, places }, quietIo());
  return opened.map(({ waves, paths }) => ({ waves, paths: paths() }));
}

async function openIt(capture: Capture, context: string) {
  const server = await serveCapture(capture);
  const text = kubeconfigFor({ server: server.url, context });
  const kubeContext = loadKubeContext({ kubeconfig: 'config', readFile: () => text, env: {}, home: '' });
  const source = createKubernetesSource({ context: kubeContext, env: {}, wait: () => Promise.resolve() });
  onTestFinished(async () => {
    source.close();
    await server.close();
  });
  const { lookUp, waves } = inWaves((query) =>
    isOutside(query) ? Promise.resolve(recorded(capture, query)) : source.lookUp(query),
  );
  const close = () => Promise.resolve();
  const cluster: Cluster = { endpoint: source.endpoint, source, network: 'none', answers: {}, lookUp, close };
  const { options } = intentOf();
  const place: OpenPlace = { place: { context, role: '', domain: '', wildcard: '' }, options, cluster };
  return {
    place,
    waves,
    paths: () =>
      server
        .requests()
        .map(({ path }) => path)
        .toSorted(),
  };
}

function intentOf(): PreflightIntent {
  const args = ['workshop', 'preflight', '--no-network', '-o', 'json'];
  const parsed = parseArguments(args, [register(preflightCommand, (intent) => intent)]);
  if (parsed.is !== 'chosen') throw new Error(parsed.text);
  return parsed.choice;
}

/** A machine that shows nothing and whose limits never come. */
function quietIo(): Io {
  const stream = { write: () => true, isTTY: false } as unknown as NodeJS.WriteStream;
  const never = () => new Promise<void>(() => undefined);
  return {
    stdin: stream as unknown as NodeJS.ReadStream,
    stdout: stream,
    stderr: stream,
    env: {},
    home: '/nonexistent',
    wait: never,
    deadline: never,
    runbooks: () => catalogue.runbooks,
    signal: new AbortController().signal,
  };
}

/** What waits for a log alone is counted apart. */
function withoutLogs(waves: Cost['waves']): Cost['waves'] {
  return waves.filter((wave) => wave.some(({ from }) => from !== 'logs'));
}

/** Waves as lines, so that the one that is too many is seen. */
function told(waves: Cost['waves'] = []): string {
  return waves.map((wave, index) => `${String(index + 1)}: ${wave.map(describeQuery).join(', ')}`).join('\n');
}

const alone = async (namespaces: number): Promise<Cost> => {
  const [cost] = await costsOf(workshopAmid(namespaces), ['us']);
  return cost ?? { waves: [], paths: [] };
};

describe('workshop preflight', () => {
  it('waits for few answers one after the other, and asks little', async () => {
    const { waves, paths } = await alone(0);
    expect(withoutLogs(waves).length, told(waves)).toBeLessThanOrEqual(MOST_WAVES);
    expect(waves.flat().length, told(waves)).toBeLessThanOrEqual(MOST_LOOK_UPS);
    expect(new Set(paths).size, 'nothing is asked twice').toBe(paths.length);
  });

  it('asks for all pods and for all of each workload once', async () => {
    const { paths } = await alone(0);
    const whole = ['/api/v1/pods', '/api/v1/nodes', '/apis/apps/v1/deployments', '/apis/apps/v1/statefulsets'];
    const lists = (one: string) => paths.filter((path) => path.startsWith(`${one}?`) && !path.includes('Selector='));
    expect(whole.map((one) => lists(one).length)).toEqual([1, 1, 1, 1]);
  });

  it('asks the same however much runs elsewhere', async () => {
    const [few, crowded] = [await alone(0), await alone(60)];
    expect(crowded.paths).toEqual(few.paths);
  });

  it('asks each of several contexts what it asks one, and none waits for another', async () => {
    const capture = workshopAmid(0);
    const [only] = await costsOf(capture, ['us']);
    const each = await costsOf(capture, ['us', 'eu', 'asia']);
    expect(each.map(({ paths }) => paths)).toEqual([only?.paths, only?.paths, only?.paths]);
    expect(each.map(({ waves }) => waves.length)).toEqual([only, only, only].map((one) => one?.waves.length));
  });
});
