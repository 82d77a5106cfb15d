import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Built } from '../build/build-tools.ts';
import { type Api, createApi } from './api.ts';
import { type User, writeKubeconfigs, writeSecrets } from './files.ts';
import { applyDefinitions } from './definitions.ts';
import { startKeeper } from './keeper.ts';
import { textAt } from './manifest.ts';
import { failed } from './plane-error.ts';
import { choosePorts } from './ports.ts';
import { lastLine, type Program, type Start, startProgram } from './program.ts';
import { until } from './wait.ts';

/** How to start a plane. */
export interface PlaneOptions {
  readonly built: Built;
  /** The folder `test/cluster`. */
  readonly home: string;
  /** Ends the plane where it stands; a start under way ends as well. */
  readonly signal: AbortSignal;
  /** The first of the ports, which follow one another; chosen where it is not given. */
  readonly firstPort?: number;
}

/** A running control plane: etcd, API server, controller manager, scheduler and simulated kubelets. */
export interface Plane {
  readonly api: Api;
  /** Its own folder: kubeconfigs, logs, the audit log. It goes away with the plane, unless a program failed. */
  readonly folder: string;
  readonly kubeconfigs: Readonly<Record<User, string>>;
  readonly auditLog: string;
  readonly ports: Readonly<Record<PortName, number>>;
  /** Aborted when somebody wants to stop, and when a program of the plane ends by itself, with that as its reason. */
  readonly signal: AbortSignal;
  /** Starts a further program that ends with the plane. One that may go is not missed when it does. */
  readonly start: (program: Omit<Start, 'log'>, mayGo?: 'may go') => Program;
  /** Ends every program, waits until each has gone, and removes the folder; with `keep` its logs stay. */
  stop(keep?: 'keep'): Promise<void>;
}

const PORT_NAMES = [
  'etcd',
  'etcd-peer',
  'kube-apiserver',
  'kwok',
  'source-controller-storage',
  'source-controller-metrics',
  'source-controller-health',
  'helm-controller-metrics',
  'helm-controller-health',
  'kustomize-controller-metrics',
  'kustomize-controller-health',
] as const;
type PortName = (typeof PORT_NAMES)[number];

/** How long a program may take to answer. Two seconds are usual; a busy machine takes longer. */
const START_SECONDS = 60;

/**
 * Brings a plane up on free ports of the loopback interface. Where one part does not come up, the others are stopped and
 * a {@link PlaneError} names it and its log.
 */
export async function startPlane(options: PlaneOptions): Promise<Plane> {
  const plane = createPlane(await choosePorts(PORT_NAMES, options.firstPort), options);
  try {
    await startParts(plane, options);
    return plane;
  } catch (error) {
    await plane.stop('keep');
    throw error;
  }
}

function createPlane(ports: Plane['ports'], { home, signal }: PlaneOptions): Plane {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-plane-'));
  for (const each of ['logs', 'pki', 'etcd']) mkdirSync(join(folder, each));
  const tokens = writeSecrets(folder);
  const broken = new AbortController();
  const keeper = startKeeper(join(home, 'plane', 'keeper.mjs'), folder);
  const programs: Program[] = [];
  let stopping = false;
  const authority = join(folder, 'pki', 'apiserver.crt');
  let api: Api | undefined;
  return {
    // The certificate is there only once the API server has signed it.
    get api() {
      api ??= createApi({
        port: ports['kube-apiserver'],
        authority: readFileSync(authority, 'utf8'),
        token: tokens.harness,
      });
      return api;
    },
    folder,
    kubeconfigs: writeKubeconfigs(folder, ports['kube-apiserver'], tokens),
    auditLog: join(folder, 'audit.log'),
    ports,
    signal: AbortSignal.any([signal, broken.signal]),
    start(start, mayGo) {
      const program = startProgram({ ...start, log: join(folder, 'logs', `${start.name}.log`) }, keeper);
      programs.push(program);
      void program.ended.then((how) => {
        if (stopping || mayGo !== undefined) return;
        broken.abort(failed(program.name, `${how}: ${lastLine(program.log)}`, program.log));
      });
      return program;
    },
    async stop(keep) {
      stopping = true;
      // Those that ask others go first, so that they don't complain about the missing ones.
      for (const program of programs.toReversed()) await program.stop();
      await keeper.dismiss();
      for (const each of keep === undefined ? [''] : ['etcd', 'artifacts', 'bin']) {
        rmSync(join(folder, each), { recursive: true, force: true });
      }
    },
  };
}

async function startParts(plane: Plane, { built, home }: PlaneOptions): Promise<void> {
  startEtcd(plane, built);
  startApiServer(plane, built);
  const log = join(plane.folder, 'logs', 'kube-apiserver.log');
  try {
    await until('kube-apiserver', () => isReady(plane), { seconds: START_SECONDS, signal: plane.signal });
  } catch (error) {
    plane.signal.throwIfAborted();
    throw failed('kube-apiserver', `did not come up within ${START_SECONDS} s: ${String(error)}`, log);
  }
  startControllers(plane, built);
  await applyDefinitions(
    plane,
    built.definitions('kwok').filter((file) => file.endsWith('_logs.yaml')),
  );
  startKubelets(plane, built, home);
  await until('the namespace default', () => plane.api.get(DEFAULT), { seconds: START_SECONDS, signal: plane.signal });
  await until('the first service account', () => plane.api.get(FIRST_ACCOUNT), {
    seconds: START_SECONDS,
    signal: plane.signal,
  });
}

const DEFAULT = { apiVersion: 'v1', kind: 'Namespace', name: 'default' };
/** Made by the controller manager: that it is there proves that it works. */
const FIRST_ACCOUNT = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'default' };

async function isReady(plane: Plane): Promise<boolean> {
  // The API server writes its key after its certificate: a certificate without a key may be half of one.
  if (!existsSync(join(plane.folder, 'pki', 'apiserver.key'))) return false;
  return (await plane.api.send('GET', '/readyz')).status === 200;
}

function startEtcd({ start, folder, ports }: Plane, built: Built): void {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports['etcd-peer']}`;
  start({
    name: 'etcd',
    file: built.program('etcd', 'etcd'),
    args: [
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync=true',
      '--log-level=warn',
    ],
  });
}

function startApiServer({ start, folder, ports }: Plane, built: Built): void {
  const key = join(folder, 'service-account.key');
  start({
    name: 'kube-apiserver',
    file: built.program('kubernetes', 'kube-apiserver'),
    args: [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${ports['kube-apiserver']}`,
      `--cert-dir=${join(folder, 'pki')}`,
      `--token-auth-file=${join(folder, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--audit-policy-file=${join(folder, 'audit-policy.yaml')}`,
      `--audit-log-path=${join(folder, 'audit.log')}`,
      '--endpoint-reconciler-type=none',
      '--kubelet-preferred-address-types=InternalIP',
    ],
  });
}

function startControllers({ start, folder, kubeconfigs }: Plane, built: Built): void {
  const common = [`--kubeconfig=${kubeconfigs.harness}`, '--leader-elect=false', '--secure-port=0'];
  start({
    name: 'kube-controller-manager',
    file: built.program('kubernetes', 'kube-controller-manager'),
    args: [
      ...common,
      `--service-account-private-key-file=${join(folder, 'service-account.key')}`,
      `--root-ca-file=${join(folder, 'pki', 'apiserver.crt')}`,
    ],
  });
  start({ name: 'kube-scheduler', file: built.program('kubernetes', 'kube-scheduler'), args: common });
}

function startKubelets({ start, folder, kubeconfigs, ports }: Plane, built: Built, home: string): void {
  start({
    name: 'kwok',
    file: built.program('kwok', 'kwok'),
    args: [
      `--kubeconfig=${kubeconfigs.harness}`,
      '--manage-all-nodes=true',
      `--config=${join(home, 'kwok', 'stages.yaml')}`,
      '--node-ip=127.0.0.1',
      `--node-port=${ports.kwok}`,
      `--server-address=127.0.0.1:${ports.kwok}`,
      `--tls-cert-file=${join(folder, 'pki', 'apiserver.crt')}`,
      `--tls-private-key-file=${join(folder, 'pki', 'apiserver.key')}`,
      '--node-lease-duration-seconds=40',
      '--enable-crds=Logs',
    ],
  });
}

/** The version of the API server, such as `v1.34.4`. */
export async function serverVersion({ api }: Plane): Promise<string> {
  return textAt((await api.send('GET', '/version')).body, 'gitVersion');
}
