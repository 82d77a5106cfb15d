import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { isAskedAbout, reachWords, resourcesOf } from './admission/webhook-rules.ts';
import { compareText, entry, field, isRecord, list, nameOf, num, text } from './read.ts';

/** Finds the webhook that a refusal names among the webhook configurations. */
export const webhookEntry: Probe = {
  name: 'webhook-entry',
  computes:
    'The configuration that holds an admission webhook, what stands behind it, and whether it is asked about new objects.',
  params: {
    name: { is: 'text', means: 'The name of the webhook, as the refusal quotes it.' },
    configurations: { is: 'list', means: 'The validating and mutating webhook configurations.' },
    resource: { is: 'text', means: 'What was to be created: `pods`, `replicasets.apps`.' },
    scope: { is: 'object', optional: true, means: 'The namespace, for its labels.' },
    labels: { is: 'object', optional: true, means: 'The labels of what was to be created.' },
  },
  returns: {
    found: 'Whether a configuration holds it.',
    configuration: 'That configuration; null when none does.',
    asked: 'Whether it is asked about such objects of this namespace; null when the namespace is not known.',
    fails: 'Whether a request is refused when it does not answer (failurePolicy Fail, the default).',
    failurePolicy: 'Its failurePolicy.',
    serviceName: 'The Service behind it; empty when a URL is.',
    serviceNamespace: 'The namespace of that Service; empty when a URL is behind it.',
    servicePort: 'The port of the Service that is called.',
    backend: 'What stands behind it, in words.',
    timeout: 'How long the API server waits for it, in seconds.',
    trusts: 'Whether a caBundle says whom the API server is to trust.',
    reach: 'Which namespaces and objects it is asked about, in words.',
    resources: 'The resources that it is asked about, as `plural.group`.',
  },
  run: findWebhook,
};

interface Held {
  readonly configuration: unknown;
  readonly webhook: unknown;
}

function findWebhook({ name, configurations, resource, scope, labels }: ProbeArgs): ProbeResult | undefined {
  if (text(name) === '') return undefined;
  const held = holders(text(name), list(configurations));
  const created = { resource: text(resource), labels, namespaceLabels: field(scope, 'metadata.labels') };
  const asked = (one: Held): boolean => isAskedAbout(one.webhook, created);
  const one = (isRecord(scope) ? held.find(asked) : undefined) ?? held[0];
  if (one === undefined) return { ...ABSENT };
  return { ...describe(one), asked: isRecord(scope) ? asked(one) : null };
}

const ABSENT: ProbeResult = {
  found: false,
  configuration: null,
  asked: false,
  fails: false,
  failurePolicy: '',
  serviceName: '',
  serviceNamespace: '',
  servicePort: 443,
  backend: 'nothing',
  timeout: 0,
  trusts: false,
  reach: 'nothing',
  resources: [],
};

/** The names of webhooks are unique within one configuration only. */
function holders(name: string, configurations: readonly unknown[]): readonly Held[] {
  return configurations
    .toSorted((a, b) => compareText(nameOf(a), nameOf(b)))
    .flatMap((configuration) =>
      list(entry(configuration, 'webhooks'))
        .filter((webhook) => entry(webhook, 'name') === name)
        .map((webhook) => ({ configuration, webhook })),
    );
}

/** Defaults are those of admissionregistration.k8s.io/v1: Fail, 10 seconds, port 443. */
function describe({ configuration, webhook }: Held): ProbeResult {
  const service = field(webhook, 'clientConfig.service');
  const [serviceNamespace, serviceName] = [text(entry(service, 'namespace')), text(entry(service, 'name'))];
  const failurePolicy = text(entry(webhook, 'failurePolicy')) || 'Fail';
  return {
    found: true,
    configuration,
    fails: failurePolicy === 'Fail',
    failurePolicy,
    serviceName,
    serviceNamespace,
    servicePort: num(entry(service, 'port')) ?? 443,
    backend: serviceName === '' ? 'a URL outside the cluster' : `Service ${serviceNamespace}/${serviceName}`,
    timeout: num(entry(webhook, 'timeoutSeconds')) ?? 10,
    trusts: text(field(webhook, 'clientConfig.caBundle')) !== '',
    reach: reachWords(webhook),
    resources: resourcesOf(webhook),
  };
}
