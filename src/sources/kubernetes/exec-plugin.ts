import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { isRecord } from './json.ts';
import { cleanText, errorCode, TroubleError } from './trouble.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig-file.ts';

/** What a credential plugin handed out. Certificate and key are PEM text. */
export interface PluginCredential {
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since 1970; undefined means good until the server refuses it. */
  readonly expires: number | undefined;
}

/** How a plugin is run. */
export interface PluginRun {
  readonly plugin: ExecEntry;
  readonly cluster: ClusterEntry;
  readonly env: NodeJS.ProcessEnv;
  /** Kills the plugin: the deadline, and the end of the run. */
  readonly deadline: AbortSignal;
}

/** A plugin prints a few kilobytes; what prints more than this is no plugin. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs a kubeconfig's credential plugin once, without a shell and without a terminal, and reads the ExecCredential it
 * prints. Throws `TroubleError` when it is missing, fails, hangs past the deadline or prints something else.
 */
export async function runExecPlugin(run: PluginRun): Promise<PluginCredential> {
  const { plugin } = run;
  if (plugin.interactiveMode === 'Always') {
    throw new TroubleError(
      `the credential plugin ${shortName(plugin)} wants a terminal (interactiveMode Always)`,
      'use a context whose plugin can run unattended, or one with a token',
    );
  }
  const ended = await spawnPlugin(run);
  if (ended.timedOut) {
    throw new TroubleError(
      `the credential plugin ${shortName(plugin)} did not finish in time`,
      'run it by hand: it may be waiting for a sign-in',
    );
  }
  if (ended.exit !== 0) throw failed(plugin, ended);
  return credentialOf(plugin, ended.stdout);
}

interface Ended {
  readonly exit: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function spawnPlugin({ plugin, cluster, env, deadline }: PluginRun): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(plugin.command, plugin.args, {
      env: { ...env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin, cluster) },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that what the plugin starts dies with it.
      detached: true,
    });
    const output = { stdout: '', stderr: '' };
    const kill = () => {
      if (child.pid !== undefined) killGroup(child.pid);
      // Not waiting for the pipes to close: something that left the process group may hold them for ever.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exit: null, timedOut: true, ...output });
    };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(0, MAX_OUTPUT_BYTES);
      });
    }
    child.on('error', (error) => reject(notStarted(plugin, error)));
    child.on('close', (exit) => {
      deadline.removeEventListener('abort', kill);
      resolve({ exit, timedOut: false, ...output });
    });
    deadline.addEventListener('abort', kill, { once: true });
    if (deadline.aborted) kill();
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}

/** The description of the caller that the ExecCredential API promises to plugins. */
function execInfo(plugin: ExecEntry, cluster: ClusterEntry): string {
  const about = {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTlsVerify,
    'certificate-authority-data': cluster.caData,
    'proxy-url': cluster.proxyUrl,
    config: cluster.execConfig,
  };
  const spec = { interactive: false, ...(plugin.provideClusterInfo ? { cluster: about } : {}) };
  return JSON.stringify({ kind: 'ExecCredential', apiVersion: plugin.apiVersion, spec });
}

function notStarted(plugin: ExecEntry, error: unknown): TroubleError {
  const code = errorCode(error);
  const what = code === 'ENOENT' ? 'is not installed or not on the PATH' : `cannot be started (${code})`;
  return new TroubleError(`the credential plugin ${shortName(plugin)} ${what}`, installHint(plugin));
}

function failed(plugin: ExecEntry, ended: Ended): TroubleError {
  const lastLine = ended.stderr.trimEnd().split('\n').at(-1) ?? '';
  const said = lastLine === '' ? '' : `: ${cleanText(lastLine)}`;
  const how = ended.exit === null ? 'was killed' : `failed with exit code ${ended.exit}`;
  return new TroubleError(
    `the credential plugin ${shortName(plugin)} ${how}${said}`,
    'sign in again with the tool that the plugin belongs to, then retry',
  );
}

function credentialOf(plugin: ExecEntry, stdout: string): PluginCredential {
  const status = statusOf(plugin, stdout);
  const text = (key: string) => (typeof status[key] === 'string' && status[key] !== '' ? status[key] : undefined);
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  const credential = {
    token: text('token')?.trim(),
    cert: text('clientCertificateData'),
    key: text('clientKeyData'),
    expires: Number.isNaN(expires) ? undefined : expires,
  };
  if (credential.token ?? (credential.cert && credential.key)) return credential;
  throw notACredential(plugin, 'a credential without token or certificate');
}

function statusOf(plugin: ExecEntry, stdout: string): Readonly<Record<string, unknown>> {
  const printed = parsed(stdout);
  if (!isRecord(printed) || printed['kind'] !== 'ExecCredential') {
    throw notACredential(plugin, 'something that is no ExecCredential');
  }
  if (printed['apiVersion'] !== plugin.apiVersion) {
    throw notACredential(plugin, 'an ExecCredential of another apiVersion than the kubeconfig asks for');
  }
  return isRecord(printed['status']) ? printed['status'] : {};
}

/** Never reports what was printed: it is a credential. */
function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

function notACredential(plugin: ExecEntry, what: string): TroubleError {
  return new TroubleError(`the credential plugin ${shortName(plugin)} printed ${what}`, installHint(plugin));
}

function installHint(plugin: ExecEntry): string {
  const own = plugin.installHint?.trim();
  return own ? cleanText(own) : 'check the exec section of this user in the kubeconfig, and install the plugin';
}

function shortName(plugin: ExecEntry): string {
  return cleanText(basename(plugin.command));
}
