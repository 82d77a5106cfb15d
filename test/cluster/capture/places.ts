import { textAt } from '../plane/manifest.ts';

/**
 * Gives a function that writes the addresses and folders of one run of the plane as a cluster would have them: its free
 * ports of the loopback interface, its temporary folder and the machine's name differ each time. `objects` say which port is whose.
 */
export function placesOf(objects: readonly unknown[]): (text: string) => string {
  const charts = portsAt(objects, 'HelmRepository');
  const registries = ['HelmRepository', 'OCIRepository'].flatMap((kind) => portsAt(objects, kind, 'oci'));
  const storage = objects.flatMap((each) => portOf(textAt(each, 'status.artifact.url')));
  const known = new Map([
    ...charts.map((port) => [port, CHARTS] as const),
    ...registries.map((port) => [port, REGISTRY] as const),
    ...storage.map((port) => [port, STORAGE] as const),
  ]);
  return (text) =>
    text
      .replaceAll(
        LOOPBACK_URL,
        (_all, scheme: string, port: string) => `${scheme}://${(known.get(port) ?? OTHER).name}`,
      )
      .replaceAll(LOOPBACK, (_all, port: string) => (known.get(port) ?? OTHER).address)
      .replaceAll(/"127\.0\.0\.1"/g, `"${NODE}"`)
      .replaceAll('"kwok_controller"', '"kubelet"')
      .replaceAll(/"default-scheduler-[^"]+"/g, '"default-scheduler-control-plane"')
      .replaceAll(/[^\s"']*\/kubedoc-plane-\w+\/artifacts/g, '/data');
}

interface Place {
  readonly name: string;
  readonly address: string;
}

/** Addresses out of the blocks for documentation (RFC 5737), and the names that Flux' own manifests give. */
const CHARTS: Place = { name: 'charts.example', address: '192.0.2.80:80' };
const REGISTRY: Place = { name: 'registry.example', address: '192.0.2.81:80' };
const STORAGE: Place = { name: 'source-controller.flux-system.svc.cluster.local.', address: '10.0.0.90:80' };
/** What else listens on the loopback interface is the API server, at the address that pods know. */
const OTHER: Place = { name: '10.0.0.1:443', address: '10.0.0.1:443' };
const NODE = '192.0.2.10';

const LOOPBACK_URL = /\b(https?|oci):\/\/127\.0\.0\.1:(\d+)/g;
const LOOPBACK = /127\.0\.0\.1:(\d+)/g;

function portsAt(objects: readonly unknown[], kind: string, scheme = 'http'): readonly string[] {
  const ofKind = objects.filter((each) => textAt(each, 'kind') === kind);
  return ofKind.flatMap((each) => portOf(textAt(each, 'spec.url'), scheme));
}

function portOf(url: string, scheme = 'http'): readonly string[] {
  const [, found = '', port] = /^(\w+):\/\/127\.0\.0\.1:(\d+)/.exec(url) ?? [];
  return port !== undefined && found.replace(/s$/, '') === scheme ? [port] : [];
}
