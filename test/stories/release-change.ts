import { INSTALLED, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { serviceFor } from './build/admission.ts';
import { healthy, problem } from './build/expect.ts';
import { done, job } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import {
  around,
  aroundServerSide,
  before,
  complete,
  named,
  refusedUpgrade,
  repeatedUpgrade,
  warned,
} from './build/refused-release.ts';
import { database } from './build/statefulset.ts';
import { claim, storageClass } from './build/storage.ts';
import { appliedBy, ready } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Changes of a chart that the API server does not take: fields that stay as they were made, and server-side apply. */
const ours = { metadata: { labels: appliedBy() } };
const byPatch = (kind: string, name: string, why: string): string => `cannot patch "${name}" with kind ${kind}: ${why}`;
const byApply = (kind: string, name: string, version: string, why: string): string =>
  `server-side apply failed for object shop/${name} ${version}, Kind=${kind}: ${why}`;

const selector = (name: string, component: string): string =>
  `Deployment.apps "${name}" is invalid: spec.selector: Invalid value: {"matchLabels":{"app.kubernetes.io/component":"${component}","app.kubernetes.io/name":"web"}}: field is immutable`;
const SELECTOR = byPatch('Deployment', 'web', selector('web', 'server'));
const worker = settled({ name: 'worker', labels: appliedBy(), image: 'registry.example/worker:1.4.0' });

const selectors: readonly Story[] = [
  releaseStory(
    'immutable-field/selector',
    'The new version of the chart changes the selector of its Deployment.',
    { objects: [refusedUpgrade(SELECTOR), ...before.all, ...around] },
    problem('immutable-field', 'confirmed', {
      says: [
        'Deployment web, spec.selector: field is immutable (it is app.kubernetes.io/name=web, wanted is',
        'kubectl delete Deployment web -n shop --cascade=orphan',
        'version: 1.4.0',
        '--revision 2',
        'upgrade.force',
      ],
      never: ['force: true', 'kubectl delete StatefulSet'],
    }),
  ),
  storyOf(
    'immutable-field/selector-decoy',
    'The release went through after its Deployment was made anew; the warning of the attempt before is left.',
    { objects: [ready(), warned(refusedUpgrade(SELECTOR)), ...complete, ...around] },
    healthy,
    named,
  ),
  releaseStory(
    'immutable-field/selector-denied',
    'The same as at first, and Deployments may not be looked at.',
    { objects: [refusedUpgrade(SELECTOR), ...before.all, ...around], denied: ['deployments.apps'] },
    problem('immutable-field', 'likely', { says: ['deployments.apps'], never: ['--cascade=orphan'] }),
  ),
  releaseStory(
    'immutable-field/selector-gone',
    'Somebody has deleted the Deployment around its pods, and only the retry counter is in the way.',
    { objects: [refusedUpgrade(SELECTOR), ...around] },
    problem('prerequisite-met-now', 'likely', {
      says: ['holds; its retries are used up', '--reset'],
      never: ['no reset is needed'],
    }),
  ),
  releaseStory(
    'immutable-field/two-selectors',
    'A common library changed the labels of two Deployments at once (immich-app/immich-charts#283).',
    {
      objects: [
        refusedUpgrade(`${SELECTOR} && ${byPatch('Deployment', 'worker', selector('worker', 'worker'))}`),
        ...before.all,
        ...worker.all,
        ...around,
      ],
    },
    problem('immutable-field', 'confirmed', {
      says: [
        'Deployment web and Deployment worker',
        'kubectl delete Deployment web -n shop --cascade=orphan',
        'kubectl delete Deployment worker -n shop --cascade=orphan',
      ],
    }),
  ),
];

const OF_SET =
  "StatefulSet.apps \"db\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
const claims = {
  volumeClaimTemplates: [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } }, volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
    },
  ],
};
const db = deepMerge(database({}, claims), ours);
const TEMPLATE = `Job.batch "migrate" is invalid: spec.template: Invalid value: {"labels":{"batch.kubernetes.io/job-name":"migrate","job-name":"migrate"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":[{"Name":"migrate","Image":"registry.example/shop/migrate:1.5.0","Command":null,"Args":null,"WorkingDir":"","Ports":null,"EnvFrom":null,"Env":null,"Resources":{"Limits":null,"Requests":null,"Claims":null},"ResizePolicy":null,"RestartPolicy":null,"RestartPolicyRules":null,"VolumeMounts":null,"VolumeDevices":null,"LivenessProbe":null,"ReadinessProbe":null,"StartupProbe":null,"Lifecycle":null,"TerminationMessagePath":"/dev/termination-log","TerminationMessagePolicy":"File","ImagePullPolicy":"IfNotPresent","SecurityContext":null,"Stdin":false,"StdinOnce":false,"TTY":false}],"RestartPolicy":"Never"}}: field is immutable`;
const OF_JOB = byApply('Job', 'migrate', 'batch/v1', TEMPLATE);
const HEADLESS = byPatch(
  'Service',
  'web',
  'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
);
const OF_CLASS = byPatch(
  'StorageClass',
  'fast',
  'StorageClass.storage.k8s.io "fast" is invalid: parameters: Forbidden: updates to parameters are forbidden.',
);
const OF_CLAIM = byPatch(
  'PersistentVolumeClaim',
  'uploads',
  'PersistentVolumeClaim "uploads" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@ -10,7 +10,7 @@\n   }\n  },\n  "VolumeName": "",\n- "StorageClassName": "slow",\n+ "StorageClassName": "fast",\n  "VolumeMode": "Filesystem",\n',
);

const others: readonly Story[] = [
  releaseStory(
    'immutable-field/claim-template',
    'The new version asks for larger claims in the template of its StatefulSet.',
    {
      objects: [
        refusedUpgrade(byApply('StatefulSet', 'db', 'apps/v1', OF_SET)),
        db,
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('immutable-field', 'confirmed', {
      says: [
        'Its claims are data of 8Gi',
        'volumeClaimTemplates are left',
        'kubectl delete StatefulSet db -n shop --cascade=orphan',
        'keep their size and class',
      ],
      never: ['delete persistentvolumeclaim', 'delete pvc'],
    }),
  ),
  releaseStory(
    'immutable-field/job-template',
    'The new version changes the image of a Job that has come to its end.',
    {
      objects: [
        refusedUpgrade(OF_JOB),
        job(done('2025-11-15T18:04:00Z'), {}, { labels: { 'app.kubernetes.io/name': 'migrate', ...appliedBy() } }),
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('immutable-field', 'confirmed', {
      says: ['Job migrate, spec.template: field is immutable', 'kubectl delete job migrate -n shop', '--reset'],
      never: ['--cascade=orphan'],
    }),
  ),
  releaseStory(
    'immutable-field/job-still-runs',
    'The same, and the Job is still at its work: nothing may be done to it.',
    {
      objects: [
        refusedUpgrade(OF_JOB),
        job({ active: 1 }, {}, { labels: { 'app.kubernetes.io/name': 'migrate', ...appliedBy() } }),
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('immutable-field', 'confirmed', { says: ['has not come to its end'], never: ['kubectl delete job'] }),
  ),
  releaseStory(
    'immutable-field/cluster-ip',
    'The new version makes a Service headless.',
    { objects: [refusedUpgrade(HEADLESS), serviceFor('shop', 'web'), ...before.all, ...around] },
    problem('immutable-field', 'confirmed', {
      says: ['it is [\\"10.96.40.7\\"], wanted is [\\"None\\"]', 'kubectl delete service web -n shop'],
    }),
  ),
  releaseStory(
    'immutable-field/storage-class',
    'The new version changes the parameters of a StorageClass.',
    {
      objects: [refusedUpgrade(OF_CLASS), storageClass('fast', 'WaitForFirstConsumer'), ...before.all, ...around],
    },
    problem('immutable-field', 'confirmed', { says: ['kubectl delete StorageClass fast', 'volumes that exist stay'] }),
  ),
  releaseStory(
    'immutable-field/claim',
    'The new version moves a claim to another StorageClass.',
    {
      objects: [
        refusedUpgrade(OF_CLAIM),
        claim('uploads', 'Bound', 'slow', 'pvc-1'),
        storageClass('slow', 'Immediate'),
        ...before.all,
        ...around,
      ],
    },
    problem('immutable-field', 'confirmed', {
      says: ['A claim holds data', 'version: 1.4.0'],
      never: ['kubectl delete'],
    }),
  ),
];

const SHRUNK = byPatch(
  'PersistentVolumeClaim',
  'uploads',
  'PersistentVolumeClaim "uploads" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
);

const shrunk: readonly Story[] = [
  releaseStory(
    'immutable-field/claim-shrinks',
    'The new version asks for a smaller claim than there is.',
    {
      objects: [
        refusedUpgrade(SHRUNK),
        claim('uploads', 'Bound', 'slow', 'pvc-1'),
        storageClass('slow', 'Immediate'),
        ...before.all,
        ...around,
      ],
    },
    problem('immutable-field', 'confirmed', {
      says: ['A claim holds data', 'field can not be less than status.capacity', 'version: 1.4.0'],
      never: ['kubectl delete'],
    }),
  ),
];

const STRATEGY = byApply(
  'Deployment',
  'web',
  'apps/v1',
  'Deployment.apps "web" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is \'Recreate\'',
);
const DOUBLED = byApply(
  'Deployment',
  'web',
  'apps/v1',
  'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n  .spec.template.spec.containers[name="web"].ports: duplicate entries for key [containerPort=8080,protocol="TCP"]\n  .spec.template.spec.containers[name="web"].env: duplicate entries for key [name="A"]',
);
const UNKNOWN = byApply(
  'Deployment',
  'web',
  'apps/v1',
  'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="web"].foo: field not declared in schema',
);
const CONFLICT =
  'conflict occurred while applying object shop/web apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas';
const MANAGER = byApply('Deployment', 'web', 'apps/v1', 'failed to create manager for existing fields');
const UNQUOTED =
  'failed to create resource: Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.value of type string';
const PORT_TAKEN = byApply(
  'Service',
  'web',
  'v1',
  'Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
);
const clientSide = { spec: { upgrade: { serverSideApply: 'disabled' } } };

const applied: readonly Story[] = [
  releaseStory(
    'refused-change/strategy',
    'The chart switches to Recreate over a rolling update that the API server filled in (cozystack/cozystack#3319).',
    { objects: [refusedUpgrade(STRATEGY), ...before.all, ...aroundServerSide] },
    problem('server-side-apply-strategy', 'confirmed', {
      says: ['maxSurge: 0', 'maxUnavailable: 1', 'serverSideApply: disabled', 'upgrade.force'],
      never: ['type: Recreate'],
    }),
  ),
  releaseStory(
    'refused-change/strategy-of-flagger',
    'The same in the words of devantler-tech/platform#1922.',
    {
      objects: [
        refusedUpgrade(
          "server-side apply failed: Deployment.apps \"web\" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy 'type' is 'Recreate'",
        ),
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('server-side-apply-strategy', 'confirmed', { says: ['maxSurge: 0'] }),
  ),
  releaseStory(
    'refused-change/duplicate-port',
    'The chart renders a port of its container twice; server-side apply tells ports apart by number and protocol.',
    { objects: [refusedUpgrade(DOUBLED), ...before.all, ...aroundServerSide] },
    problem('duplicate-entries', 'confirmed', {
      says: [
        'Deployment web with two entries for containerPort=8080,protocol=',
        'containers[name=',
        'serverSideApply: disabled',
      ],
      never: ['force: true'],
    }),
  ),
  storyOf(
    'refused-change/duplicate-port-decoy',
    'The release went through with client-side apply; the warning of the attempt before is left.',
    { objects: [ready(clientSide), warned(refusedUpgrade(DOUBLED)), ...complete, ...aroundServerSide] },
    healthy,
    named,
  ),
  releaseStory(
    'refused-change/duplicate-port-denied',
    'The same as at first, and Deployments may not be looked at, so how helm-controller applies is not known.',
    { objects: [refusedUpgrade(DOUBLED), ...before.all, ...aroundServerSide], denied: ['deployments.apps'] },
    problem('duplicate-entries', 'likely', { says: ['deployments.apps'] }),
  ),
  releaseStory(
    'refused-change/applied-client-side-since',
    'The spec asks for client-side apply since, and the next attempt has not come yet.',
    { objects: [refusedUpgrade(DOUBLED, clientSide), ...before.all, ...aroundServerSide] },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'refused-change/field-unknown',
    'The chart renders a field that this version of Kubernetes does not have.',
    { objects: [refusedUpgrade(UNKNOWN), ...before.all, ...aroundServerSide] },
    problem('field-not-in-schema', 'likely', { says: ['does not know: .spec.template.spec.containers'] }),
  ),
  releaseStory(
    'refused-change/conflict',
    'Somebody upgraded by hand and met a field of another manager.',
    { objects: [refusedUpgrade(CONFLICT), ...before.all, ...aroundServerSide] },
    problem('server-side-apply-conflict', 'likely', { says: ['same field of shop/web'] }),
  ),
  releaseStory(
    'refused-change/invalid',
    'A value that looks like a truth value goes into a variable without quotes.',
    { objects: [refusedUpgrade(UNQUOTED), ...before.all, ...around] },
    problem('object-invalid', 'likely', {
      says: ['does not take a Deployment as the chart renders it', 'wants quotes', 'version: 1.4.0', '--reset'],
      never: ['serverSideApply', 'force: true'],
    }),
  ),
  releaseStory(
    'refused-change/invalid-server-side',
    'Two Services ask for one port of the nodes; how it is applied makes no difference.',
    { objects: [refusedUpgrade(PORT_TAKEN), ...before.all, ...aroundServerSide] },
    problem('object-invalid', 'likely', {
      says: ['does not take Service web', 'provided port is already allocated'],
      never: ['serverSideApply: disabled'],
    }),
  ),
  releaseStory(
    'refused-change/other',
    'Server-side apply refuses for a reason that has no name here.',
    { objects: [refusedUpgrade(MANAGER), ...before.all, ...aroundServerSide] },
    problem('server-side-apply-refused', 'likely'),
  ),
];

const CUSTOM =
  'cannot patch "web" with kind Certificate: Certificate.example.org "web" is invalid: spec.issuer: Invalid value: "b": field is immutable';
const certificate: Built = object(
  { apiVersion: 'example.org/v1', kind: 'Certificate', namespace: 'shop', name: 'web', created: INSTALLED },
  { spec: { issuer: 'a' } satisfies Change },
);

const unseen: readonly Story[] = [
  releaseStory(
    'immutable-field/other-kind',
    'A definition of its own forbids the change, and kubedoc does not look at objects of that kind.',
    { objects: [repeatedUpgrade(CUSTOM), certificate, ...before.all, ...around] },
    problem('immutable-field', 'likely', { says: ['Certificate web, spec.issuer'], never: ['kubectl delete'] }),
  ),
];

/** All of them. */
export const releaseChange: readonly Story[] = [...selectors, ...others, ...shrunk, ...applied, ...unseen];
