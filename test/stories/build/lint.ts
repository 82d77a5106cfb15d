import type { Expected, Story } from '../story.ts';
import { INSTALLED, mediumNode, settled, type App, type AppSketch } from './app.ts';
import { storyOf } from './ask.ts';
import { object, type Built, type Change } from './build.ts';
import { controller } from './flux.ts';
import { deepMerge } from './merge.ts';
import { appliedBy, chartOf, flux, ready, type ReleaseSketch } from './web-release.ts';

/** A HelmRelease that leaves nothing to say: every story of the lint changes one thing about it. */
export function tidy(sketch: ReleaseSketch = {}): Built {
  const spec: Change = {
    timeout: '10m',
    interval: '15m',
    upgrade: { strategy: { name: 'RetryOnFailure', retryInterval: '5m' } },
    driftDetection: { mode: 'warn' },
    ...sketch.spec,
  };
  return ready({ ...sketch, spec, status: { ...succeeded, ...sketch.status } });
}

const succeeded: Change = {
  lastAttemptedReleaseActionDuration: '1m40s',
  inventory: { entries: [{ id: 'shop_web_apps_Deployment', v: 'v1' }] },
};

/** Without the parts of the spec that are named. */
export function without(release: Built, ...keys: readonly string[]): Built {
  const gone = Object.fromEntries(keys.map((key) => [key, undefined]));
  return deepMerge(release, { spec: gone });
}

/** The workload of the release, as it should be. */
export function itsApp(sketch: AppSketch = {}): App {
  return settled({ labels: appliedBy(), ...sketch });
}

/** An object of notification-controller, in the namespace of Flux. */
export function notification(kind: 'Alert' | 'Provider', name: string, spec: Change): Built {
  const apiVersion = 'notification.toolkit.fluxcd.io/v1beta3';
  return object({ apiVersion, kind, namespace: 'flux-system', name, created: INSTALLED }, { spec });
}

/** An Alert that tells of every HelmRelease of the namespace. */
export function alert(change: Change = {}): Built {
  const spec: Change = {
    eventSeverity: 'error',
    eventSources: [{ kind: 'HelmRelease', name: '*', namespace: 'shop' }],
    providerRef: { name: 'on-call' },
  };
  return notification('Alert', 'releases', { ...spec, ...change });
}

/** The Provider that an Alert hands its events to. */
export function provider(change: Change = {}): Built {
  return notification('Provider', 'on-call', { type: 'slack', channel: 'on-call', ...change });
}

const notificationController = controller('notification-controller', '1.7.0');

/** All that stands around a release, beside its workload and its Alert. */
export const around: readonly Built[] = [mediumNode('node-1'), ...flux, notificationController, chartOf()];

/** All of that with Flux 2.9, which links Helm 4. */
export const aroundWithHelm4: readonly Built[] = [
  mediumNode('node-1'),
  controller('helm-controller', '1.6.0'),
  ...flux.slice(1),
  notificationController,
  chartOf(),
];

/** What a tidy release needs so that nothing is left to say. */
export const whole: readonly Built[] = [...itsApp().all, ...around, alert(), provider()];

/** A story of one HelmRelease that is looked at before anything fails. */
export function lintStory(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const inputs = { release: 'HelmRelease/shop/web', place: 'cluster' };
  return storyOf(`helmrelease-lint/${name}`, summary, { objects, denied }, expected, {
    runbook: 'helmrelease-lint',
    inputs,
  });
}
