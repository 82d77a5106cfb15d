import type { Fact } from '../model/fact.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import { loadCapture, type Capture } from '../replay/capture.ts';
import { serveCapture } from '../replay/server.ts';
import { kubeconfigFor } from '../replay/write-kubeconfig.ts';
import type { KubeContext } from '../sources/kubernetes/kube-context.ts';
import { loadKubeContext } from '../sources/kubernetes/kubeconfig.ts';
import { openSource, type Cluster } from './cluster.ts';
import type { Io } from './io.ts';

/** Serves a folder on the loopback interface and opens it through the ordinary client. */
export async function openFolder(folder: string, options: CommonOptions, io: Io): Promise<Cluster> {
  return openCapture(await loadCapture(folder), options, io);
}

/** The same with objects that are read already. */
export async function openCapture(capture: Capture, options: CommonOptions, io: Io): Promise<Cluster> {
  const server = await serveCapture(capture);
  const source = openSource(contextOf(capture, server.url), options, io);
  return {
    endpoint: null,
    source,
    answers: capture.answers,
    lookUp: (query) => (query.from === 'run' ? Promise.resolve(recorded(capture, query.argv)) : source.lookUp(query)),
    async close() {
      source.close();
      await server.close();
    },
  };
}

function contextOf(capture: Capture, server: string): KubeContext {
  const { context, namespace } = capture;
  const text = kubeconfigFor({ server, context, namespace });
  return loadKubeContext({ kubeconfig: 'the capture', readFile: () => text, env: {}, home: '' });
}

/** What a program said when the folder was captured. */
function recorded(capture: Capture, argv: readonly string[]): Fact {
  const answer = capture.commands.find((command) => 'run' in command && command.run.join('\0') === argv.join('\0'));
  if (answer === undefined) {
    return {
      state: 'failed',
      reason: `the capture does not hold what ${argv[0] ?? ''} said`,
      hint: 'add it to commands.yaml',
    };
  }
  const { exit, stdout, stderr } = answer;
  return { state: 'known', value: { exit, stdout, stderr } };
}
