import { lt, valid } from 'semver';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, nameOf, namespaceOf, num, record, text } from './read.ts';
import { type Controller, findController } from './release/controller.ts';
import { viewCondition } from './release/condition-view.ts';

/** The Flux release that brought each minor version of helm-controller (the manifests of the fluxcd/flux2 tags). */
const FLUX_BY_HELM_CONTROLLER: Readonly<Record<string, string>> = {
  '0.37': '2.2',
  '1.0': '2.3',
  '1.1': '2.4',
  '1.2': '2.5',
  '1.3': '2.6',
  '1.4': '2.7',
  '1.5': '2.8',
  '1.6': '2.9',
};

/** From here on helm-controller links Helm 4, which applies on the server's side and waits with kstatus. */
const FIRST_WITH_HELM_4 = '1.5.0-0';

/** Which Flux controllers run, in which version, and what that version does by default. */
export const fluxControllers: Probe = {
  name: 'flux-controllers',
  computes: 'Whether the Flux controllers are up, their versions, and what these versions do differently.',
  params: {
    deployments: { is: 'list', means: 'the Deployments of Flux' },
    pods: { is: 'list', optional: true, means: 'the pods of Flux, for restarts' },
  },
  returns: {
    found: 'whether any of the three controllers is among the Deployments',
    helm: 'helm-controller as {name, namespace, image, version, ready, desired, availableText, startedAt, restarts, lastTermination}; null if absent',
    source: 'source-controller likewise',
    kustomize: 'kustomize-controller likewise',
    helmReady: 'whether helm-controller has a ready pod',
    sourceReady: 'whether source-controller has a ready pod',
    helmVersion: 'version of helm-controller, empty if unknown',
    fluxVersion: 'version of Flux that helm-controller belongs to, empty if unknown',
    clientSideApply: 'whether the bundled Helm is 3 and applies on the client side; null if unknown',
    additiveDependencyCheck:
      'whether the gate AdditiveCELDependencyCheck makes a readyExpr come on top of the usual test',
    concurrent: 'how many releases helm-controller works on at a time',
    defaultToRetry: 'whether the gate DefaultToRetryOnFailure makes every failure retry without end',
  },
  run({ deployments, pods }) {
    if (!Array.isArray(deployments)) return undefined;
    const helm = findController(list(deployments), 'helm-controller');
    const source = findController(list(deployments), 'source-controller');
    const kustomize = findController(list(deployments), 'kustomize-controller');
    const views = [helm, source, kustomize].map((each) => describe(each, list(pods)));
    return {
      found: views.some((each) => each !== null),
      helm: views[0],
      source: views[1],
      kustomize: views[2],
      helmReady: isUp(helm),
      sourceReady: isUp(source),
      ...toBehaviour(helm),
    };
  },
};

/** What its version and its arguments make helm-controller do. */
function toBehaviour(helm: Controller | null): ProbeResult {
  const args = helm?.args ?? [];
  const version = helm?.version ?? '';
  return {
    helmVersion: version,
    fluxVersion: toFluxVersion(helm),
    clientSideApply: valid(version) === null ? null : lt(version, FIRST_WITH_HELM_4),
    additiveDependencyCheck: hasGate(args, 'AdditiveCELDependencyCheck'),
    concurrent: readConcurrent(args),
    defaultToRetry: hasGate(args, 'DefaultToRetryOnFailure'),
  };
}

function isUp(controller: Controller | null): boolean {
  return controller !== null && controller.ready > 0;
}

function describe(controller: Controller | null, pods: readonly unknown[]): ProbeResult | null {
  if (controller === null) return null;
  const { name, namespace, image, version, ready, desired } = controller;
  const { waiting, ...process } = toProcess(newestPod(controller, pods));
  const available = viewCondition(controller.deployment, 'Available');
  const why = waiting || (available.status === 'False' ? available.message.replace(/\.$/, '') : '');
  const count = `${ready} of ${desired} ready`;
  const availableText = why === '' ? count : `${count}: ${why}`;
  return { name, namespace, image, version, ready, desired, availableText, ...process };
}

function newestPod(controller: Controller, pods: readonly unknown[]): unknown {
  const own = pods.filter(
    (pod) =>
      namespaceOf(pod) === controller.namespace &&
      (record(field(pod, 'metadata.labels'))['app'] === controller.name ||
        nameOf(pod).startsWith(`${controller.name}-`)),
  );
  const age = (pod: unknown): string => text(field(pod, 'metadata.creationTimestamp'));
  return own.sort((a, b) => compareText(age(b), age(a)))[0];
}

interface Process {
  readonly waiting: string;
  /** When its container started, RFC 3339; empty if it does not run or is not known. */
  readonly startedAt: string;
  readonly restarts: number | null;
  readonly lastTermination: string;
}

/** A restart in the middle of an action is what leaves a lock behind, so its time and reason matter. */
function toProcess(pod: unknown): Process {
  const status = list(field(pod, 'status.containerStatuses'))[0];
  return {
    waiting: text(field(status, 'state.waiting.reason')),
    startedAt: text(field(status, 'state.running.startedAt')),
    restarts: num(entry(status, 'restartCount')) ?? null,
    lastTermination: text(field(status, 'lastState.terminated.reason')),
  };
}

function toFluxVersion(helm: Controller | null): string {
  const minor = /^\d+\.\d+/.exec(helm?.version ?? '')?.[0] ?? '';
  const flux = Object.hasOwn(FLUX_BY_HELM_CONTROLLER, minor) ? (FLUX_BY_HELM_CONTROLLER[minor] ?? '') : '';
  const label = record(field(helm?.deployment, 'metadata.labels'))['app.kubernetes.io/version'];
  const exact = text(label).replace(/^v/, '');
  return flux !== '' && exact.startsWith(`${flux}.`) ? exact : flux;
}

/** What helm-controller works on at a time where nothing else is said (`main.go`). */
const DEFAULT_CONCURRENT = 4;

/** Reads `--concurrent=8`, also as two words; the last mention counts. */
function readConcurrent(args: readonly string[]): number {
  const numbers = valuesOf(args, '--concurrent').filter((each) => /^\d{1,4}$/.test(each));
  return Number(numbers.at(-1) ?? DEFAULT_CONCURRENT);
}

/** Reads `--feature-gates=A=true,B=false`, also as two words; the last mention counts, as in the flag's own parser. */
function hasGate(args: readonly string[], gate: string): boolean {
  const settings = valuesOf(args, '--feature-gates').flatMap((value) => value.split(','));
  const own = settings.filter((each) => each.startsWith(`${gate}=`));
  return own.at(-1) === `${gate}=true`;
}

/** What a flag is set to, each time that it is: `--flag=value` or `--flag value`. */
function valuesOf(args: readonly string[], flag: string): readonly string[] {
  return args.flatMap((arg, at) => {
    if (arg.startsWith(`${flag}=`)) return [arg.slice(flag.length + 1)];
    return args[at - 1] === flag ? [arg] : [];
  });
}
