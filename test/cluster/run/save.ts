import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { captureFiles } from '../capture/capture-files.ts';
import { readCluster } from '../capture/read-cluster.ts';
import { writeCapture } from '../capture/write-files.ts';
import { type Access, createApi } from '../plane/api.ts';
import { textAt } from '../plane/manifest.ts';
import { PlaneError } from '../plane/plane-error.ts';

/** Captures the plane of a kubeconfig, as `--up` prints it, into a folder. Gives the number of files. */
export async function saveCapture(kubeconfig: string | undefined, folder: string): Promise<number> {
  if (kubeconfig === undefined) throw new PlaneError('KUBECONFIG is not set: take the export line that --up printed');
  const api = createApi(accessIn(kubeconfig));
  const files = captureFiles(await readCluster((path) => api.send('GET', path)));
  writeCapture(folder, files);
  return files.size;
}

/** The API server of a plane. Any other cluster is refused: a capture reads whole Secrets before it leaves their data out. */
function accessIn(kubeconfig: string): Access {
  const config: unknown = parse(readFileSync(kubeconfig, 'utf8'));
  const [, port] = /^https:\/\/127\.0\.0\.1:(\d+)$/.exec(textAt(config, 'clusters.0.cluster.server')) ?? [];
  const authority = textAt(config, 'clusters.0.cluster.certificate-authority');
  const token = textAt(config, 'users.0.user.token');
  if (port === undefined || authority === '' || token === '') {
    throw new PlaneError(`${kubeconfig} is not the kubeconfig of a plane`);
  }
  return { port: Number(port), authority: readFileSync(authority, 'utf8'), token };
}
