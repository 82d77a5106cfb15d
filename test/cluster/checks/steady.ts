import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEYS, openTerminal } from '../../support/pty.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { installOld } from '../incidents/coder.ts';
import { RECOVER } from '../incidents/expect.ts';
import { BOTH, type Incident } from '../incidents/incident.ts';
import { at, textAt } from '../plane/manifest.ts';

/** The waiting loop of `--verify --steady` on a cluster that changes while it waits. */
export const steady: Incident = {
  name: 'steady',
  is: 'check',
  title: 'The wait for a recovery begins anew when it fails again, ends at its limit, and at Ctrl-C',
  on: BOTH,
  nodes: [{ name: 'kyrion', cpu: '8', memory: '8Gi' }],
  async run(cluster) {
    await installOld(cluster);
    await mendedWhileItWaits(cluster);
    await failsAgain(cluster);
    await limitReached(cluster);
    await interrupted(cluster);
  },
};

const NOT_READY = /Missing: .*(?:pod|ready)/;
const TOO_EARLY = /Missing: it stays so/;

async function mendedWhileItWaits(cluster: Cluster): Promise<void> {
  await breakPod(cluster);
  const wait = startWait(cluster, 'mended', ['--verify=5m', '--steady=10s']);
  await wait.untilSaid(NOT_READY);
  await mendPod(cluster);
  await wait.untilSaid(NOT_READY, TOO_EARLY);
  await expectEnd(wait, 'ended with 0', 'healthy');
}

/** The warning that the crash left behind counts for two minutes; only then does the time begin anew. */
async function failsAgain(cluster: Cluster): Promise<void> {
  const wait = startWait(cluster, 'again', ['--verify=8m', '--steady=20s']);
  await wait.untilSaid(TOO_EARLY);
  await breakPod(cluster);
  await wait.untilSaid(TOO_EARLY, NOT_READY);
  await mendPod(cluster);
  await wait.untilSaid(TOO_EARLY, NOT_READY, TOO_EARLY);
  await expectEnd(wait, 'ended with 0', 'healthy');
}

/** Well all the time, and for too short a time: that is no recovery, and it is said what is missing. */
async function limitReached(cluster: Cluster): Promise<void> {
  const wait = startWait(cluster, 'limit', ['--verify=12s', '--steady=1h']);
  await expectEnd(wait, 'ended with 1', 'it stays so');
  await breakPod(cluster);
  await expectEnd(startWait(cluster, 'broken', ['--verify=8s', '--steady']), 'ended with 1', 'has not recovered');
  await mendPod(cluster);
}

async function interrupted({ plane }: Cluster): Promise<void> {
  const env = { KUBECONFIG: plane.kubeconfigs.kubedoc, HOME: plane.folder };
  const args = [...RECOVER, '--verify=5m', '--steady=1h'];
  const terminal = openTerminal(join(plane.folder, 'bin', 'kubedoc'), args, { env, cols: 200 });
  const abort = (): void => terminal.kill();
  plane.signal.addEventListener('abort', abort, { once: true });
  try {
    await terminal.waitFor('it stays so');
    terminal.press(KEYS.ctrlC);
    const { exitCode } = await terminal.exit;
    if (exitCode !== 130) throw new Error(`Ctrl-C ended it with ${exitCode}:\n${terminal.screen()}`);
    if (/healthy|problem/.test(terminal.screen())) throw new Error(`it told of a half look:\n${terminal.screen()}`);
  } finally {
    plane.signal.removeEventListener('abort', abort);
    terminal.kill();
  }
}

/** A wait that goes on while the cluster is changed. */
interface Wait {
  readonly ended: Promise<string>;
  /** What it said on stderr and stdout so far. */
  said(): string;
  /** Waits until it said this, one after another. */
  untilSaid(...words: readonly RegExp[]): Promise<void>;
}

function startWait(cluster: Cluster, label: string, args: readonly string[]): Wait {
  const { plane } = cluster;
  const output = join(plane.folder, 'logs', `wait-${label}.stdout`);
  const env = { HOME: plane.folder, KUBECONFIG: plane.kubeconfigs.kubedoc };
  const file = join(plane.folder, 'bin', 'kubedoc');
  const program = plane.start(
    { name: `wait-${label}`, file, args: [...RECOVER, ...args, '--no-input'], env, output },
    'may go',
  );
  const lines = (): readonly string[] => readFileSync(program.log, 'utf8').split('\n');
  return {
    ended: program.ended,
    said: () => readFileSync(program.log, 'utf8') + readFileSync(output, 'utf8'),
    async untilSaid(...words) {
      const what = `it to say ${words.join(', then ')}`;
      await cluster.until(what, () => Promise.resolve(isSaid(lines(), words)), 200);
    },
  };
}

function isSaid(lines: readonly string[], words: readonly RegExp[]): boolean {
  const [next, ...rest] = words;
  if (next === undefined) return true;
  const place = lines.findIndex((line) => next.test(line));
  return place >= 0 && isSaid(lines.slice(place + 1), rest);
}

async function expectEnd(wait: Wait, how: string, words: string): Promise<void> {
  const ended = await wait.ended;
  const said = wait.said();
  if (ended !== how || !said.includes(words)) throw new Error(`expected ${how} and "${words}"; it ${ended}:\n${said}`);
}

function breakPod(cluster: Cluster): Promise<void> {
  return annotate(cluster, 'CrashLoopBackOff', 0);
}

function mendPod(cluster: Cluster): Promise<void> {
  return annotate(cluster, null, 1);
}

/** Lets the pod of the release fall over, or come back, and waits until its Deployment says so. */
async function annotate(cluster: Cluster, fails: string | null, ready: number): Promise<void> {
  const { api } = cluster;
  const [pod] = await api.list('v1', 'Pod', 'coder');
  const named = { apiVersion: 'v1', kind: 'Pod', namespace: 'coder', name: textAt(pod, 'metadata.name') };
  await api.patch(named, { metadata: { annotations: { 'kubelet.test/fails': fails } } });
  await cluster.until(`the Deployment to have ${ready} ready pods`, async () => {
    const [deployment] = await api.list('apps/v1', 'Deployment', 'coder');
    return (at(deployment, 'status.readyReplicas') ?? 0) === ready;
  });
}
