import { namespace, serviceFor } from './build/admission.ts';
import { INSTALLED, mediumNode, settled, type App } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { definition } from './build/definition.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { around, before, refusedUpgrade } from './build/refused-release.ts';
import { sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Definitions whose objects a webhook converts, and what stands behind it. */
const VERSIONS = [
  { name: 'v1', served: true, storage: true },
  { name: 'v1alpha1', served: true, storage: false },
];
const WEBHOOK: Change = {
  strategy: 'Webhook',
  webhook: {
    clientConfig: {
      caBundle: 'LS0t',
      service: { namespace: 'widgets', name: 'widgets', path: '/convert', port: 443 },
    },
    conversionReviewVersions: ['v1'],
  },
};

/** A definition in two versions, of which objects were stored in these. */
function converted(plural: string, kind: string, storedVersions: readonly string[], conversion = WEBHOOK): Built {
  const base = definition({ group: 'example.org', plural, kind, created: INSTALLED });
  return deepMerge(base, { spec: { versions: VERSIONS, conversion }, status: { storedVersions } });
}

const WIDGETS = 'widgets.example.org';
const both = converted('widgets', 'Widget', ['v1alpha1', 'v1']);
const onlyNew = converted('widgets', 'Widget', ['v1']);
const gadgets = converted('gadgets', 'Gadget', ['v1alpha1', 'v1']);
const podsOf = ({ all }: App): readonly Built[] => all.filter(({ kind }) => kind === 'Pod');
const backend = settled({ name: 'widgets', namespace: 'widgets' });
const AT_HTTPS: Change = { ports: [{ name: 'https', port: 8080, protocol: 'TCP' }] };
const toPod = { name: 'https', port: 443, protocol: 'TCP', targetPort: 8080 };
const front = deepMerge(serviceFor('widgets', 'widgets'), { spec: { ports: [toPod] } });
const answering = [...backend.all, front, sliceOf(front, podsOf(backend), AT_HTTPS)];
const stopped = [
  deepMerge(backend.deployment, {
    spec: { replicas: 0 },
    status: { replicas: undefined, readyReplicas: undefined, updatedReplicas: undefined, availableReplicas: undefined },
  }),
  front,
  sliceOf(front, []),
];
const base: readonly Built[] = [mediumNode('node-1'), namespace('widgets', {})];

function about(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects: [...base, ...objects], ...(denied === undefined ? {} : { denied: [denied] }) };
  const inputs = { definition: `CustomResourceDefinition//${WIDGETS}` };
  return storyOf(`conversion-webhook/${name}`, summary, scene, expected, { runbook: 'conversion-webhook', inputs });
}

function wide(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects: [...base, ...objects], ...(denied === undefined ? {} : { denied: [denied] }) };
  const entry = { runbook: 'cluster-services', inputs: { onlyNamespace: '' } };
  return storyOf(`cluster-services/${name}`, summary, scene, expected, entry);
}

const UNCONVERTED = refusedUpgrade(
  'cannot patch "web" with kind Widget: conversion webhook for example.org/v1alpha1, Kind=Widget failed: Post "https://widgets.widgets.svc:443/convert?timeout=30s": service "widgets" not found',
);

export const conversionWebhooks: readonly Story[] = [
  releaseStory(
    'request-refused/conversion-away',
    'An upgrade stops at an object that nobody converts: the Service of the conversion webhook is gone.',
    { objects: [UNCONVERTED, both, namespace('widgets', {}), ...before.all, ...around] },
    problem('conversion-service-missing', 'confirmed', {
      says: ['leads to Service widgets/widgets, which does not exist', '--reset'],
      never: ['does not reach the API server', 'serverSideApply'],
    }),
  ),
  releaseStory(
    'request-refused/conversion-back',
    'The same, and the webhook answers again: only the retry counter is in the way.',
    { objects: [UNCONVERTED, both, namespace('widgets', {}), ...answering, ...before.all, ...around] },
    problem('prerequisite-met-now', 'likely', { says: ['--reset'] }),
  ),
  about(
    'service-missing',
    'Its Service went with the program, the definition and its objects stayed.',
    [both],
    problem('conversion-service-missing', 'confirmed', {
      says: ['every list of the kind fails', 'stored as v1alpha1'],
    }),
  ),
  about(
    'service-missing-unused',
    'The same, and nothing is stored in the older version.',
    [onlyNew],
    problem('conversion-service-missing', 'likely', { says: ['Whoever asks for v1alpha1'] }),
  ),
  about('healthy', 'It answers.', [both, ...answering], healthy),
  about(
    'stopped',
    'Somebody has scaled the program to none.',
    [both, ...stopped],
    problem('service-backend-at-zero', 'confirmed', { says: ['hands out Widget in another version'] }),
  ),
  about('service-denied', 'Its Service may not be looked at.', [both], incomplete({ says: ['services'] }), 'services'),
  wide(
    'converter-missing',
    'Two definitions lack the same converter; it is one cause.',
    [both, gadgets],
    problem('conversion-service-missing', 'confirmed', { says: ['widgets/widgets, which does not exist'] }),
  ),
  wide('converter-healthy', 'A converter that answers for two definitions.', [both, gadgets, ...answering], healthy),
  wide(
    'converter-unused-decoy',
    'A definition that converts nothing, beside a Service that is away.',
    [converted('widgets', 'Widget', ['v1'], { strategy: 'None' }), ...stopped],
    healthy,
  ),
  wide(
    'definitions-denied',
    'The definitions may not be looked at.',
    [both],
    incomplete({ says: ['customresourcedefinitions'] }),
    'customresourcedefinitions.apiextensions.k8s.io',
  ),
];
