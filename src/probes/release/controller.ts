import { entry, field, list, named, nameOf, namespaceOf, num, record, text } from '../read.ts';

/** One Flux controller as its Deployment shows it. */
export interface Controller {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  /** The image's tag without `v`; empty where the image has none. */
  readonly version: string;
  /** Pods that are ready. */
  readonly ready: number;
  /** Pods that are wanted. */
  readonly desired: number;
  readonly args: readonly string[];
  readonly deployment: unknown;
}

/** The Deployment of one controller, by name, else by its `app` or component label; null where it is not among them. */
export function findController(deployments: readonly unknown[], name: string): Controller | null {
  const found =
    deployments.find((each) => nameOf(each) === name) ?? deployments.find((each) => labelsOf(each).includes(name));
  return found === undefined ? null : toController(found, name);
}

function labelsOf(deployment: unknown): readonly unknown[] {
  const labels = record(field(deployment, 'metadata.labels'));
  return [labels['app'], labels['app.kubernetes.io/component']];
}

function toController(deployment: unknown, name: string): Controller {
  const containers = field(deployment, 'spec.template.spec.containers');
  const container = named(containers, 'manager') ?? named(containers, name) ?? list(containers)[0];
  const image = text(entry(container, 'image'));
  return {
    name: nameOf(deployment),
    namespace: namespaceOf(deployment),
    image,
    version: toVersion(image),
    ready: num(field(deployment, 'status.readyReplicas')) ?? 0,
    desired: num(field(deployment, 'spec.replicas')) ?? 1,
    args: [...list(entry(container, 'command')), ...list(entry(container, 'args'))].map(text),
    deployment,
  };
}

/** `registry:5000/fluxcd/helm-controller:v1.4.0@sha256:…` gives `1.4.0`. */
function toVersion(image: string): string {
  return /:v?(\d+\.\d+\.\d+[^:@/]*)(?:@[^/]*)?$/.exec(image)?.[1] ?? '';
}
