import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Built } from '../build/build-tools.ts';
import { at, textAt } from './manifest.ts';
import { applyDefinitions } from './definitions.ts';
import type { Plane } from './plane.ts';
import type { Program } from './program.ts';
import { fluxDeployment } from './flux-deployment.ts';
import { copyToPodLog, servePodLog } from './pod-logs.ts';
import { pause, until } from './wait.ts';

/** Minor versions of helm-controller that there are, with the Flux release that each belongs to. */
export const HELM_CONTROLLERS = { '1.4': '2.7', '1.6': '2.9' } as const;
export type HelmController = keyof typeof HELM_CONTROLLERS;

/** The Flux controllers of a plane: real processes, each with a Deployment whose simulated pod it goes with. */
export interface Flux {
  /** Starts one that is not there from the beginning. Needs a little more room. */
  add(controller: ControllerName): Promise<void>;
  /** Ends the process as a crash would; its pod then waits in CrashLoopBackOff until somebody replaces it. */
  crash(controller: ControllerName): Promise<void>;
  /** Whether its process runs. */
  isRunning(controller: ControllerName): boolean;
  /** Where its process writes. */
  logOf(controller: ControllerName): string;
  stop(): Promise<void>;
}

/** What runs from the beginning: with more of them every plane would need more room and time. */
const STARTED = ['source-controller', 'helm-controller'] as const;
export type ControllerName = (typeof STARTED)[number] | 'kustomize-controller';

export const FLUX_NAMESPACE = 'flux-system';

/**
 * Installs the custom resource definitions and the Deployments, starts both processes, and from then on does what a
 * kubelet would: a process runs as long as a pod of its Deployment runs. Needs a node with a little room.
 */
export async function startFlux(plane: Plane, built: Built, version: HelmController): Promise<Flux> {
  const tools = {
    'source-controller': 'source-controller',
    'helm-controller': `helm-controller-${version}`,
    'kustomize-controller': 'kustomize-controller',
  } as const;
  await applyDefinitions(
    plane,
    Object.values(tools).flatMap((tool) => built.definitions(tool)),
  );
  await plane.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: FLUX_NAMESPACE } });
  const runners = new Map<ControllerName, Runner>();
  const ending = new AbortController();
  const signal = AbortSignal.any([plane.signal, ending.signal]);
  const following: Promise<void>[] = [];
  const add = async (name: ControllerName): Promise<void> => {
    await plane.api.apply(fluxDeployment(name, built.version(tools[name]), HELM_CONTROLLERS[version]));
    const runner = createRunner(plane, name, built.program(tools[name], name));
    runners.set(name, runner);
    await runner.begin();
    following.push(follow(runner, signal));
  };
  await Promise.all(STARTED.map(add));
  return {
    add,
    crash: (name) => runnerOf(runners, name).crash(),
    isRunning: (name) => runnerOf(runners, name).isRunning(),
    logOf: (name) => join(plane.folder, 'logs', `${name}.log`),
    async stop() {
      ending.abort();
      await Promise.all(following);
    },
  };
}

function runnerOf(runners: ReadonlyMap<ControllerName, Runner>, name: ControllerName): Runner {
  const runner = runners.get(name);
  if (runner === undefined) throw new Error(`${name} was not started`);
  return runner;
}

interface Runner {
  begin(): Promise<void>;
  /** Starts or ends the process as the pods say. */
  adjust(): Promise<void>;
  crash(): Promise<void>;
  isRunning(): boolean;
}

function createRunner(plane: Plane, name: ControllerName, file: string): Runner {
  let program: Program | undefined;
  let crashing = false;
  const run = (): Program => plane.start({ name, file, args: argsOf(name, plane), env: envOf(plane) }, 'may go');
  const podLog = join(plane.folder, 'logs', `${name}.pod.log`);
  const served = new Set<string>();
  const serveLogs = async (pods: readonly unknown[]): Promise<void> => {
    if (program !== undefined) copyToPodLog(program.log, podLog);
    for (const pod of pods) {
      const uid = textAt(pod, 'metadata.uid');
      if (!served.has(uid)) await servePodLog(plane.api, pod, 'manager', podLog);
      served.add(uid);
    }
  };
  return {
    async begin() {
      program = run();
      const { signal } = plane;
      await until(`a pod of ${name}`, async () => (await runningPods(plane, name)).length > 0, { seconds: 30, signal });
      await until(name, () => Promise.resolve(program?.isRunning() === true), { seconds: 5, signal });
    },
    async adjust() {
      if (crashing) return;
      const pods = await runningPods(plane, name);
      await serveLogs(pods);
      const wanted = pods.length > 0;
      if (wanted && program?.isRunning() !== true) program = run();
      if (!wanted && program?.isRunning() === true) await program.stop();
    },
    async crash() {
      crashing = true;
      await program?.kill();
      for (const pod of await runningPods(plane, name)) await failPod(plane, pod);
      await until(`${name} to be down`, async () => (await runningPods(plane, name)).length === 0, {
        seconds: 20,
        signal: plane.signal,
      });
      crashing = false;
    },
    isRunning: () => program?.isRunning() === true,
  };
}

/** Looks once a second, as long as the plane is there. */
async function follow(runner: Runner, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await pause(1000, signal);
      await runner.adjust();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function runningPods({ api }: Plane, name: ControllerName): Promise<readonly unknown[]> {
  const pods = await api.list('v1', 'Pod', FLUX_NAMESPACE);
  return pods.filter(
    (pod) =>
      at(pod, 'metadata.labels.app') === name &&
      at(pod, 'metadata.deletionTimestamp') === undefined &&
      at(pod, 'status.containerStatuses.0.state.running') !== undefined,
  );
}

async function failPod({ api }: Plane, pod: unknown): Promise<void> {
  const named = { apiVersion: 'v1', kind: 'Pod', namespace: FLUX_NAMESPACE, name: textAt(pod, 'metadata.name') };
  await api.patch(named, { metadata: { annotations: { 'kubelet.test/fails': 'CrashLoopBackOff' } } });
}

function envOf({ kubeconfigs }: Plane): Readonly<Record<string, string>> {
  return { KUBECONFIG: kubeconfigs.harness, RUNTIME_NAMESPACE: FLUX_NAMESPACE };
}

function argsOf(name: ControllerName, { folder, ports }: Plane): readonly string[] {
  const common = [
    '--watch-all-namespaces',
    '--log-level=info',
    '--log-encoding=json',
    '--events-addr=',
    '--requeue-dependency=5s',
    `--metrics-addr=127.0.0.1:${ports[`${name}-metrics`]}`,
    `--health-addr=127.0.0.1:${ports[`${name}-health`]}`,
  ];
  if (name !== 'source-controller')
    return [...common, ...(name === 'helm-controller' ? ['--graceful-shutdown-timeout=1s'] : [])];
  // It does not make its folder itself.
  const storage = join(folder, 'artifacts');
  if (!existsSync(storage)) mkdirSync(storage);
  const address = `127.0.0.1:${ports['source-controller-storage']}`;
  return [...common, `--storage-path=${storage}`, `--storage-addr=${address}`, `--storage-adv-addr=${address}`];
}
