import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, text } from './read.ts';

/**
 * Which images run with one name and different contents. A tag can be moved, and with the pull policy IfNotPresent a node that
 * holds the image keeps what it has (Kubernetes documentation, Images).
 */
export const imageDigests: Probe = {
  name: 'image-digests',
  computes: 'Which images some pods run under one name with different digests, and on which nodes.',
  params: { pods: { is: 'list', means: 'The pods.' } },
  returns: {
    rows: 'One row per name and digest of such an image: image, digest, pods (a count), nodes (as one line).',
    images: 'The names of such images.',
    looked: 'How many names of images were compared (a count).',
  },
  run({ pods }): ProbeResult | undefined {
    if (!Array.isArray(pods)) return undefined;
    const running = list(pods).flatMap(runningOf);
    const names = [...new Set(running.map(({ image }) => image))].toSorted(compareText);
    const images = names.filter((name) => digestsOf(running, name).length > 1);
    const rows = images.flatMap((image) => digestsOf(running, image).map((digest) => rowOf(running, image, digest)));
    return { rows, images, looked: names.length };
  },
};

interface Running {
  readonly image: string;
  readonly digest: string;
  readonly node: string;
}

/** The name stands in the spec; in the status a runtime may write another of the same image. */
function runningOf(pod: unknown): readonly Running[] {
  const node = text(field(pod, 'spec.nodeName'));
  const specs = list(field(pod, 'spec.containers'));
  return list(field(pod, 'status.containerStatuses')).flatMap((status) => {
    const spec = specs.find((each) => text(entry(each, 'name')) === text(entry(status, 'name')));
    const digest = /sha256:[0-9a-f]+/.exec(text(entry(status, 'imageID')))?.[0] ?? '';
    const image = text(entry(spec, 'image'));
    return digest === '' || image === '' || image.includes('@') ? [] : [{ image, digest, node }];
  });
}

function digestsOf(running: readonly Running[], image: string): readonly string[] {
  const own = running.filter((each) => each.image === image).map(({ digest }) => digest);
  return [...new Set(own)].toSorted(compareText);
}

function rowOf(running: readonly Running[], image: string, digest: string): Readonly<Record<string, unknown>> {
  const own = running.filter((each) => each.image === image && each.digest === digest);
  const nodes = [...new Set(own.map(({ node }) => node))].toSorted(compareText).join(', ');
  return { image, digest: digest.slice(0, 'sha256:'.length + 12), pods: own.length, nodes };
}
