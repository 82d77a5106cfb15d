import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { reachesNamespace } from './admission/webhook-rules.ts';
import { compareText, entry, field, list, nameOf, namespaceOf, text } from './read.ts';

/** Which of many webhooks may refuse what is done here: from lists that are asked for once, however many there are. */
export const webhooksInTrouble: Probe = {
  name: 'webhooks-in-trouble',
  computes:
    'The admission webhooks without which requests in these namespaces are refused, and which of them have nothing ready behind them.',
  params: {
    configurations: { is: 'list', means: 'The validating and mutating webhook configurations.' },
    namespaces: { is: 'list', means: 'The namespaces that are looked at, for their labels.' },
    slices: { is: 'list', means: 'The EndpointSlices of the Services behind them.' },
  },
  returns: {
    webhooks:
      'Those that have to answer: `name`, `configuration`, `away` (its Service has no ready endpoint), `untrusted` (a Service answers for it and no caBundle says whom to trust).',
    services: 'The names of the Services behind them, each once.',
    looked: 'How many webhooks there are.',
  },
  run: sift,
};

function sift({ configurations, namespaces, slices }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(configurations) || !Array.isArray(namespaces) || !Array.isArray(slices)) return undefined;
  const labels = list(namespaces).map((each) => field(each, 'metadata.labels'));
  const all = configurations.toSorted((a, b) => compareText(nameOf(a), nameOf(b))).flatMap(webhooksOf);
  const needed = all.filter(
    ({ webhook }) => mustAnswer(webhook) && labels.some((one) => reachesNamespace(webhook, one)),
  );
  const ready = readyServices(slices);
  return {
    webhooks: needed.map((one) => describe(one, ready)),
    services: [...new Set(needed.map(({ webhook }) => serviceOf(webhook).name))].filter((name) => name !== ''),
    looked: all.length,
  };
}

interface Held {
  readonly configuration: unknown;
  readonly webhook: unknown;
}

function webhooksOf(configuration: unknown): readonly Held[] {
  return list(entry(configuration, 'webhooks')).map((webhook) => ({ configuration, webhook }));
}

/** Fail is the default of admissionregistration.k8s.io/v1. */
function mustAnswer(webhook: unknown): boolean {
  return (text(entry(webhook, 'failurePolicy')) || 'Fail') === 'Fail';
}

function describe({ configuration, webhook }: Held, ready: ReadonlySet<string>): ProbeResult {
  const { name, key } = serviceOf(webhook);
  return {
    name: text(entry(webhook, 'name')),
    configuration,
    away: name !== '' && !ready.has(key),
    untrusted: name !== '' && text(field(webhook, 'clientConfig.caBundle')) === '',
  };
}

function serviceOf(webhook: unknown): { readonly name: string; readonly key: string } {
  const service = field(webhook, 'clientConfig.service');
  const name = text(entry(service, 'name'));
  return { name, key: `${text(entry(service, 'namespace'))}/${name}` };
}

/** A Service that is gone has no slices any more: they are deleted with it. */
function readyServices(slices: readonly unknown[]): ReadonlySet<string> {
  const answering = slices.filter((slice) =>
    list(entry(slice, 'endpoints')).some((each) => field(each, 'conditions.ready') !== false),
  );
  const label = 'kubernetes.io/service-name';
  return new Set(
    answering.map((slice) => `${namespaceOf(slice)}/${text(entry(field(slice, 'metadata.labels'), label))}`),
  );
}
