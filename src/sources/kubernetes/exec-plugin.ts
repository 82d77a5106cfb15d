import { basename } from 'node:path';
import { pluginCredential, type PluginCredential } from './plugin-credential.ts';
import { runPluginProcess, type PluginEnd } from './plugin-process.ts';
import { cleanText, errorCode, TroubleError } from './trouble.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig-file.ts';

/** How a plugin is run. */
export interface PluginRun {
  readonly plugin: ExecEntry;
  /** For messages. */
  readonly contextName: string;
  readonly cluster: ClusterEntry;
  readonly env: NodeJS.ProcessEnv;
  /** Kills the plugin: the deadline, and the end of the run. */
  readonly deadline: AbortSignal;
}

/**
 * Runs a kubeconfig's credential plugin once and reads the ExecCredential that it prints. Throws `TroubleError`, which
 * names the context, the command and the install hint, when it wants a terminal, is missing, fails, hangs past the
 * deadline or prints something else.
 */
export async function runExecPlugin(run: PluginRun): Promise<PluginCredential> {
  const { plugin, cluster } = run;
  if (plugin.interactiveMode === 'Always') {
    throw trouble(
      run,
      'wants a terminal (interactiveMode Always)',
      'use a context whose plugin can run unattended, or one with a token',
    );
  }
  const env = { ...run.env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin, cluster) };
  const ended = await runPluginProcess(plugin, env, run.deadline).catch((error: unknown) => {
    throw notStarted(run, error);
  });
  if (ended.how === 'late') throw trouble(run, `did not finish in time${said(ended)}`, LATE_HINT);
  if (ended.how === 'flood') throw trouble(run, 'printed more than any credential', CHECK_HINT);
  if (ended.exit !== 0) throw trouble(run, `${howItFailed(ended)}${said(ended)}`, SIGN_IN_HINT);
  const credential = pluginCredential(ended.stdout, plugin.apiVersion);
  if (typeof credential === 'string') throw trouble(run, `printed ${credential}${said(ended)}`, CHECK_HINT);
  return credential;
}

const CHECK_HINT = 'check the exec section of this user in the kubeconfig';
const SIGN_IN_HINT = 'sign in again with the tool that the plugin belongs to, then retry';
const LATE_HINT = 'run it by hand: it may be waiting for a sign-in';

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

function notStarted(run: PluginRun, error: unknown): TroubleError {
  const code = errorCode(error);
  if (code !== 'ENOENT') return trouble(run, `cannot be started (${code || 'no reason given'})`, CHECK_HINT);
  const isPath = run.plugin.command.includes('/');
  return trouble(
    run,
    isPath ? 'does not exist where the kubeconfig says' : 'is not installed or not on the PATH',
    isPath ? CHECK_HINT : 'install it, or add its folder to PATH',
  );
}

function howItFailed({ exit }: PluginEnd): string {
  return exit === null ? 'was killed' : `failed with exit code ${exit}`;
}

/** The last line on stderr. What was printed on stdout is never told: it is a credential. */
function said({ stderr }: PluginEnd): string {
  const lastLine = stderr.trimEnd().split('\n').at(-1) ?? '';
  return lastLine === '' ? '' : `: ${cleanText(lastLine)}`;
}

function trouble({ plugin, contextName }: PluginRun, what: string, todo: string): TroubleError {
  const own = plugin.installHint?.trim();
  // Arguments stay out: some plugins take secrets there.
  const name = `the credential plugin ${cleanText(basename(plugin.command))} of context ${cleanText(contextName)}`;
  return new TroubleError(`${name} ${what}`, own ? `${todo}; the kubeconfig says: ${cleanText(own)}` : todo);
}
