import { untilRepeated } from './chart.ts';
import { OLD } from './coder.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

/** What the new version of the chart takes as values. */
const SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: {
    global: { type: 'object' },
    memory: { type: 'string' },
    cpu: { type: 'string' },
    serviceAccount: { type: 'string' },
    podAnnotations: { type: 'object' },
    replicas: { type: 'integer' },
  },
});

/** What Helm refuses before anything reaches the API server, for what the chart itself says. */
export const RENDERINGS: readonly Incident[] = [
  failingUpgrade({
    name: 'values-against-schema',
    title: 'The new version of the chart has a schema: a number of the values is a text, and a key is not known',
    spec: { values: { replicas: '1', ingres: { host: 'coder.example.org' } } },
    parts: { files: { 'values.schema.json': SCHEMA } },
    until: untilRepeated,
    expected: { code: 'values-schema', confidence: ['confirmed'] },
    advice: ['mend-values-exactly'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'kubernetes-too-old',
    title: 'The new version of the chart is for a version of Kubernetes that the cluster does not have yet',
    parts: { kubeVersion: '>=1.99.0-0' },
    until: untilRepeated,
    expected: { code: 'kube-version', confidence: ['confirmed'] },
    filledIn: () => ({ 'other-chart-version': { version: OLD } }),
    advice: ['other-chart-version'],
    ends: 'old',
  }),
];
