import type { CommonOptions } from '../cli/common-options.ts';
import { loadCapture, type Capture } from '../replay/capture.ts';
import { recorded } from '../replay/recorded.ts';
import { serveCapture } from '../replay/server.ts';
import { refusedSecret } from './asked-secret.ts';
import { openSource, type Cluster } from './cluster.ts';
import { askedAs } from './asked-as.ts';
import { captureContext } from './capture-context.ts';
import type { Io } from './io.ts';
import { isOutside } from './outside.ts';

/** Serves a folder on the loopback interface and opens it through the ordinary client. */
export async function openFolder(folder: string, options: CommonOptions, io: Io): Promise<Cluster> {
  return openCapture(await loadCapture(folder), options, io);
}

/** The same with objects that are read already. */
export async function openCapture(capture: Capture, options: CommonOptions, io: Io): Promise<Cluster> {
  const server = await serveCapture(capture);
  const source = openSource(askedAs(captureContext(capture, server.url), options), options, io);
  return {
    endpoint: null,
    source,
    network: capture.commands.some((command) => 'get' in command || 'dns' in command || 'registry' in command)
      ? 'recorded'
      : 'none',
    answers: capture.answers,
    lookUp(query) {
      if (isOutside(query)) return Promise.resolve(recorded(capture, query));
      const refused = refusedSecret(query, options.readSecret);
      return refused === undefined ? source.lookUp(query) : Promise.resolve(refused);
    },
    async close() {
      source.close();
      await server.close();
    },
  };
}
