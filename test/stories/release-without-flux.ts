import { mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { releaseStory, storyOf, type Scene } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { application, helmSecret } from './build/by-helm.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, flux, ready, stalled } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** Releases that no HelmRelease of this cluster makes, and HelmReleases whose workloads are in another one. */
const around: readonly Built[] = [mediumNode('node-1')];
const byHelm = { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' };
const byArgo = { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/web' };
const crashingApp = rollout({}, { change: crashLoop(1) }).all;
const complete = marked(settled({}).all, byHelm);
const crashing = marked(crashingApp, byHelm);
const tracked = marked(crashingApp, byArgo);
const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };
const remote = { kubeConfig: { secretRef: { name: 'edge-kubeconfig' } } };

/** The Deployments among some objects, with the annotations that whoever applies them leaves. */
function marked(objects: readonly Built[], annotations: Change): readonly Built[] {
  return objects.map((each) => (each['kind'] === 'Deployment' ? deepMerge(each, { metadata: { annotations } }) : each));
}

function handStory(name: string, summary: string, scene: Scene, expected: Expected, helmHistory?: 'yes'): Story {
  const inputs = {
    onlyNamespace: 'shop',
    onlyName: 'web',
    ...(helmHistory === undefined ? {} : { helmHistory }),
  };
  return storyOf(`release-without-flux/${name}`, summary, scene, expected, { runbook: 'release-without-flux', inputs });
}

const failedByHand = [helmSecret('web', 1, 'deployed'), helmSecret('web', 2, 'failed'), ...complete, ...around];

const HISTORY = 'helm history web --namespace shop --output json --max 20';

/** As `helm history -o json` prints it (Helm 3.21), with the error of pkg/kube's patch. */
const noted = JSON.stringify([
  {
    revision: 1,
    updated: '2025-11-12T20:10:00.123456789Z',
    status: 'deployed',
    chart: 'web-1.4.2',
    app_version: '1.4.2',
    description: 'Install complete',
  },
  {
    revision: 2,
    updated: '2025-11-12T20:20:00.123456789Z',
    status: 'failed',
    chart: 'web-1.5.0',
    app_version: '1.5.0',
    description: 'Upgrade "web" failed: cannot patch "web" with kind Deployment: Deployment.apps "web" is invalid',
  },
]);

const forbidden =
  'Error: query: failed to query with labels: secrets is forbidden: User "ann" cannot list resource "secrets" in API group "" in the namespace "shop"\n';

/** One story per owner and state. */
export const releaseWithoutFlux: readonly Story[] = [
  handStory(
    'by-hand-healthy',
    'Helm was run by hand, and all is well.',
    { objects: [helmSecret('web', 1, 'superseded'), helmSecret('web', 2, 'deployed'), ...complete, ...around] },
    healthy,
  ),
  handStory(
    'by-hand-crashes',
    'Helm was run by hand, and the pods crash.',
    { objects: [helmSecret('web', 2, 'deployed'), ...crashing, ...around], logs },
    problem('container-crashes', 'confirmed', { says: ['no HelmRelease makes it'], never: ['flux reconcile'] }),
  ),
  handStory(
    'argocd-crashes',
    'Argo CD makes the workloads, and their pods crash.',
    { objects: [application, ...tracked, ...around], logs },
    problem('container-crashes', 'confirmed', { says: ['Argo CD makes web (Synced, Degraded)'] }),
  ),
  handStory(
    'flux-elsewhere-healthy',
    'Flux of another cluster installs here; all is well.',
    { objects: [helmSecret('web', 2, 'deployed'), ...marked(settled({ labels: appliedBy() }).all, byHelm), ...around] },
    healthy,
  ),
  handStory(
    'left-behind-healthy',
    'Somebody deleted the HelmRelease while it was suspended: all that it installed is left (cozystack/cozystack#4060).',
    {
      objects: [
        helmSecret('web', 2, 'deployed'),
        ...marked(settled({ labels: appliedBy() }).all, byHelm),
        ready({ name: 'other' }),
        ...flux,
        ...around,
      ],
    },
    { ...healthy, says: ['deleted while it is suspended', 'helm uninstall web -n shop'] },
  ),
  handStory(
    'locked',
    'A helm process died in the middle of an upgrade.',
    { objects: [helmSecret('web', 1, 'deployed'), helmSecret('web', 2, 'pending-upgrade'), ...complete, ...around] },
    problem('helm-holds-lock', 'possible', { says: ['helm rollback web 1 -n shop'] }),
  ),
  handStory(
    'failed',
    'The last upgrade by hand failed; the old pods go on.',
    { objects: [helmSecret('web', 1, 'deployed'), helmSecret('web', 2, 'failed'), ...complete, ...around] },
    problem('helm-revision-failed', 'likely', { says: ['helm history web -n shop'] }),
  ),
  handStory(
    'failed-noted',
    'The last upgrade by hand failed, and helm may read what it noted of it.',
    { objects: failedByHand, commands: [{ run: HISTORY, stdout: noted }] },
    problem('helm-revision-failed', 'likely', {
      says: ['Helm noted of it: cannot patch \\"web\\" with kind Deployment', '"id":"record"'],
      never: ['helm told whoever ran it', '--read-helm-history'],
    }),
    'yes',
  ),
  handStory(
    'failed-noted-denied',
    'Helm may read what it noted, and the API server does not let it.',
    { objects: failedByHand, commands: [{ run: HISTORY, exit: 1, stderr: forbidden }] },
    problem('helm-revision-failed', 'likely', {
      says: ['run helm history web --namespace shop', 'secrets is forbidden', 'helm told whoever ran it'],
      never: ['Helm noted of it'],
    }),
    'yes',
  ),
  handStory(
    'failed-noted-absent',
    'Helm may read what it noted, and is not installed.',
    {
      objects: failedByHand,
      commands: [
        { run: HISTORY, absent: true },
        { run: 'helm version --short', absent: true },
      ],
    },
    problem('helm-revision-failed', 'likely', {
      says: ['helm is not installed on this machine', 'kubectl get secrets -n shop -l owner=helm,name=web'],
      never: ['Helm noted of it', 'helm history web -n shop'],
    }),
    'yes',
  ),
  handStory(
    'kind-gone',
    'The CRD of HelmRelease was removed while helm-controller runs.',
    { objects: [helmSecret('web', 2, 'deployed'), ...complete, ...flux, ...around] },
    incomplete({ says: ['its CRD was removed'] }),
  ),
  handStory(
    'denied',
    'Deployments may not be listed.',
    { objects: [helmSecret('web', 2, 'deployed'), ...complete, ...around], denied: ['deployments.apps'] },
    incomplete({ says: ['deployments.apps'] }),
  ),
  handStory(
    'secrets-denied',
    'Secrets may not be listed, so whose release it is stays open.',
    { objects: [helmSecret('web', 2, 'deployed'), ...complete, ...around], denied: ['secrets'] },
    incomplete({ says: ['"lookup":"list secrets'] }),
  ),
  releaseStory(
    'helmrelease/in-another-cluster',
    'A release that installs into another cluster ran out of time there.',
    { objects: [stalled({ spec: remote }), mediumNode('node-1'), ...flux] },
    problem('waits-elsewhere', 'possible', { says: ['Secret shop/edge-kubeconfig', '--context of that cluster'] }),
  ),
  releaseStory(
    'helmrelease/in-another-cluster-ready',
    'Two releases install into another cluster: one is Ready, one ran out of time there.',
    { objects: [ready({ spec: remote }), stalled({ name: 'api', spec: remote }), mediumNode('node-1'), ...flux] },
    problem('waits-elsewhere', 'possible'),
  ),
];
