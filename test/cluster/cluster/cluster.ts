import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../src/model/report.ts';
import type { Album, Moment } from '../capture/album.ts';
import { type ChartServer, startChartServer } from '../chart/server.ts';
import type { Api } from '../plane/api.ts';
import type { User } from '../plane/files.ts';
import { type Flux, type HelmController, startFlux } from '../plane/flux.ts';
import { conditionOf, type Named } from '../plane/manifest.ts';
import { type Plane, type PlaneOptions, startPlane } from '../plane/plane.ts';
import { until } from '../plane/wait.ts';
import { createGit, type Git } from './git.ts';
import { addNode, type NodeSize } from './nodes.ts';

/** How a program ended, and what it said. */
export interface Ended {
  readonly exit: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** What an incident works on: a plane with Flux, and the hands to do something in it. */
export interface Cluster {
  /** The folder `test/cluster`, for files that lie beside the code. */
  readonly home: string;
  readonly plane: Plane;
  readonly api: Api;
  readonly flux: Flux;
  readonly helmController: HelmController;
  readonly charts: ChartServer;
  readonly git: Git;
  /** Captures the cluster as it is, where captures are wanted; else nothing. */
  readonly take: (moment: Moment) => Promise<void>;
  addNode(node: NodeSize): Promise<void>;
  /** Waits; see {@link until}. A minute is enough for most things. */
  until<Answer>(what: string, look: () => Promise<Answer | undefined | false>, seconds?: number): Promise<Answer>;
  /** Waits for a condition of an object to have this status, and gives the object. */
  untilCondition(named: Named, type: string, status: string, seconds?: number): Promise<unknown>;
  /** Runs the kubedoc program. */
  kubedoc(args: readonly string[], user?: User): Promise<Ended>;
  /** Runs kubedoc with `-o json` and reads its report. */
  report(args: readonly string[]): Promise<Report>;
  /** Tells a line of the run's output. */
  readonly say: (line: string) => void;
  /** Types a line into a shell as the person on call would, with kubectl, flux, helm and kubedoc on the PATH. */
  type(line: string): Promise<Ended>;
  /** What the person changes in the editor that a typed line opens, as sed takes it; empty for nothing, which fails. */
  edits(script: string): void;
  stop(keep?: 'keep'): Promise<void>;
}

/** How to start a cluster. */
export interface ClusterOptions extends PlaneOptions {
  readonly helmController: HelmController;
  /** `bin/kubedoc.js` of a built program. */
  readonly program: string;
  readonly nodes: readonly NodeSize[];
  /** Takes a line for the person who started it. */
  readonly say: (line: string) => void;
  /** Where captures of its moments are wanted: what keeps them. */
  readonly album?: (api: Api) => Album;
}

/** A plane with nodes, Flux and an empty chart repository. Stopped again where a part of it does not come up. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const plane = await startPlane(options);
  const charts = await startChartServer();
  let flux: Flux | undefined;
  const stop = async (keep?: 'keep'): Promise<void> => {
    await flux?.stop();
    await charts.close();
    await plane.stop(keep);
  };
  try {
    for (const node of options.nodes) await addNode(plane.api, node);
    flux = await startFlux(plane, options.built, options.helmController);
    layOutPrograms(plane, options);
    const { api } = plane;
    const album = options.album?.(api);
    const take: Cluster['take'] = async (moment) => album?.take(moment);
    const { home } = options;
    return { ...handsOf(plane, options), home, plane, api, flux, charts, git: createGit(api), take, stop };
  } catch (error) {
    await stop('keep');
    throw error;
  }
}

type Hands = Omit<Cluster, 'home' | 'plane' | 'api' | 'flux' | 'charts' | 'git' | 'take' | 'stop'>;

function handsOf(plane: Plane, { helmController, program, say }: ClusterOptions): Hands {
  const { api, signal } = plane;
  const wait: Cluster['until'] = (what, look, seconds = 60) => until(what, look, { seconds, signal });
  const run = createRun(plane);
  const kubedoc: Cluster['kubedoc'] = (args, user = 'kubedoc') =>
    run(process.execPath, [program, ...args], user, `kubedoc ${args.join(' ')}`);
  return {
    helmController,
    say,
    addNode: (node) => addNode(api, node),
    until: wait,
    untilCondition: (named, type, status, seconds) =>
      wait(
        `${type}=${status} of ${named.kind} ${named.name}`,
        async () => {
          const object = await api.get(named);
          return conditionOf(object, type)['status'] === status && object;
        },
        seconds,
      ),
    kubedoc,
    async report(args) {
      const ended = await kubedoc([...args, '-o', 'json', '--no-input']);
      try {
        return JSON.parse(ended.stdout) as Report;
      } catch {
        throw new Error(`kubedoc ${args.join(' ')} printed no report: ${ended.exit}; ${ended.stderr}`);
      }
    },
    type: (line) => run('/bin/sh', ['-c', line], 'oncall', line),
    edits: (script) => writeFileSync(editsOf(plane), script),
  };
}

/** Runs a program to its end, in the plane's care; each run is told in `runs.log`. */
function createRun(plane: Plane): (file: string, args: readonly string[], user: User, told: string) => Promise<Ended> {
  let count = 0;
  return async (file, args, user, told) => {
    count += 1;
    const name = `run-${count}`;
    const output = join(plane.folder, 'logs', `${name}.stdout`);
    const env = {
      PATH: `${binOf(plane)}:${process.env['PATH'] ?? ''}`,
      HOME: plane.folder,
      KUBECONFIG: plane.kubeconfigs[user],
      EDITOR: join(binOf(plane), 'edit'),
    };
    const started = plane.start({ name, file, args, env, output }, 'may go');
    const abort = (): void => void started.kill();
    plane.signal.addEventListener('abort', abort, { once: true });
    const exit = await started.ended;
    plane.signal.removeEventListener('abort', abort);
    plane.signal.throwIfAborted();
    const ended = { exit, stdout: readFileSync(output, 'utf8'), stderr: readFileSync(started.log, 'utf8') };
    writeFileSync(join(plane.folder, 'logs', 'runs.log'), `${name} ${user}$ ${told}\n  ${exit}\n`, { flag: 'a' });
    return ended;
  };
}

function binOf({ folder }: Plane): string {
  return join(folder, 'bin');
}

function editsOf({ folder }: Plane): string {
  return join(folder, 'edits.sed');
}

/** The programs that printed commands begin with, and the editor that some of them open. */
function layOutPrograms(plane: Plane, { built, program }: ClusterOptions): void {
  const bin = binOf(plane);
  mkdirSync(bin);
  symlinkSync(built.program('kubernetes', 'kubectl'), join(bin, 'kubectl'));
  symlinkSync(built.program('flux', 'flux'), join(bin, 'flux'));
  symlinkSync(built.program('helm', 'helm'), join(bin, 'helm'));
  const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const script = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(program)} "$@"\n`;
  writeFileSync(join(bin, 'kubedoc'), script, { mode: 0o755 });
  const edits = quote(editsOf(plane));
  writeFileSync(join(bin, 'edit'), `#!/bin/sh\n[ -s ${edits} ] && exec sed -i -E -f ${edits} "$1"\n`, { mode: 0o755 });
}
