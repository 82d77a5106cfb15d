import type { Fault, Listening, Scene, Stage } from './fault.ts';
import { to } from './fault.ts';

/** Faults on the way to the server: files, names, networks, certificates, credentials. */
export const wayFaults: readonly Fault[] = [
  kubeconfigFault('no kubeconfig', (folder) => `${folder}/nothing`, /there is no kubeconfig .*nothing/),
  { name: 'no kubeconfig anywhere', ends: 2, says: /kubeconfig/, set: () => ({ args: [] }) },
  kubeconfigFault('an empty kubeconfig', (folder) => `${folder}/empty`, /empty/),
  kubeconfigFault('a malformed kubeconfig', (folder) => `${folder}/malformed`, /malformed/),
  kubeconfigFault('a kubeconfig that is a text', (folder) => `${folder}/text`, /text/),
  kubeconfigFault(
    'an unreadable kubeconfig',
    (folder) => `${folder}/unreadable`,
    /unreadable cannot be read: permission denied/,
  ),
  {
    name: 'an unknown context',
    ends: 2,
    says: /no context prod .*staging/,
    set: (stage) => to(`${folderOfKubeconfigs(stage)}/good`, '--context', 'prod'),
  },
  {
    name: 'a name without an address',
    ends: 4,
    says: /ENOTFOUND/,
    set: (stage) => toServer(stage, { url: 'https://api.kubedoc.invalid:6443', authority: '' }),
  },
  listening('a port where nobody listens', 'nothing', /refused the connection \(ECONNREFUSED\)/),
  listening('an unknown authority', 'unknown-authority', /signed by an authority that the kubeconfig does not know/),
  listening('an expired certificate', 'expired-certificate', /expired/),
  listening('a certificate for another name', 'other-name', /name/),
  {
    name: 'a proxy where nobody listens',
    ends: 4,
    says: /proxy/,
    set: async (stage) => {
      const { url: proxy } = await stage.listen('nothing');
      return toServer(stage, { url: 'https://127.0.0.1:6443', authority: '', proxy });
    },
  },
  {
    name: 'a token file that is missing',
    ends: 4,
    says: /token file/,
    set: (stage) => toServer(stage, { url: 'http://127.0.0.1:1', authority: '' }, { tokenFile: '/nonexistent/token' }),
  },
  plugin('a credential plugin that is missing', ['no-such-plugin'], /no-such-plugin/),
  plugin(
    'a credential plugin that fails',
    ['sh', '-c', 'echo the session has expired >&2; exit 3'],
    /session has expired/,
  ),
  plugin('a credential plugin that prints no credential', ['echo', 'Please sign in'], /credential/),
  plugin('a credential plugin that hangs', ['sleep', '600'], /time limit|sleep/, ['--time-limit', '2s']),
];

/** Kubeconfigs of every sort; the one named `unreadable` is refused by `inject.mjs`. */
function folderOfKubeconfigs(stage: Stage): string {
  const good = kubeconfig({ url: 'http://127.0.0.1:1', authority: '' });
  return stage.folder({ malformed: 'clusters: [', text: 'hello', empty: '', good, unreadable: good });
}

function kubeconfigFault(name: string, place: (folder: string) => string, says: RegExp): Fault {
  return { name, ends: 2, says, set: (stage) => to(place(folderOfKubeconfigs(stage))) };
}

function listening(name: string, what: Parameters<Stage['listen']>[0], says: RegExp): Fault {
  return { name, ends: 4, says, set: async (stage) => toServer(stage, await stage.listen(what)) };
}

function plugin(name: string, argv: readonly string[], says: RegExp, flags: readonly string[] = []): Fault {
  const [command = '', ...args] = argv;
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, args, interactiveMode: 'Never' };
  return {
    name,
    ends: 4,
    says,
    set: async (stage) => {
      const { url, authority } = await stage.listen('nothing');
      return toServer(stage, { url, authority }, { exec }, flags);
    },
  };
}

function toServer(stage: Stage, server: Listening, user: object = {}, flags: readonly string[] = []): Scene {
  return to(`${stage.folder({ kubeconfig: kubeconfig(server, user) })}/kubeconfig`, ...flags);
}

function kubeconfig({ url, authority, proxy }: Listening, user: object = {}): string {
  const trust = authority === '' ? {} : { 'certificate-authority-data': authority };
  const way = proxy === undefined ? {} : { 'proxy-url': proxy };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'staging',
    clusters: [{ name: 'c', cluster: { server: url, ...trust, ...way } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'staging', context: { cluster: 'c', user: 'u' } }],
  });
}
