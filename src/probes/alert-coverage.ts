import { RE2JS } from 're2js';
import type { Probe } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, nameOf, namespaceOf, record, text } from './read.ts';
import { isRelease, releaseName, targetNamespace } from './release/helm-release.ts';

/**
 * Whether somebody hears of a failed upgrade: an Alert that is not suspended, has an event source that means this
 * release, lets the message of a failure through, and whose Provider, beside it, exists and is not suspended
 * (notification-controller, `internal/server/event_handlers.go`). Alerts and Providers have no status to go by.
 */
export const alertCoverage: Probe = {
  name: 'alert-coverage',
  computes: 'Which Flux Alert tells of a failure of a HelmRelease, and why others that mean it do not.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    alerts: { is: 'list', means: 'the Alerts of all namespaces' },
    providers: { is: 'list', means: 'the Providers of all namespaces' },
    controllers: { is: 'list', optional: true, means: 'the Deployment of notification-controller' },
  },
  returns: {
    covered: 'whether one does',
    by: 'the Alerts that do, as `namespace/name`',
    misses:
      'one per Alert that means the release and stays silent all the same: {name, why, what}; why is one of `suspended`, `other-namespace`, `excluded`, `not-included`, `no-provider`, `provider-suspended`, `comments-only`, what the pattern or the Provider',
    alerts: 'how many Alerts there are (count)',
  },
  run({ release, alerts, providers, controllers }) {
    if (!isRelease(release) || !Array.isArray(alerts) || !Array.isArray(providers)) return undefined;
    const local = refusesOtherNamespaces(list(controllers));
    const all = list(alerts).toSorted((a, b) => compareText(fullName(a), fullName(b)));
    const meant = all.filter((alert) => sourcesOf(alert).some((source) => means(source, alert, release)));
    const judged = meant.map((alert) => ({
      name: fullName(alert),
      silence: silenceOf(alert, release, list(providers), local),
    }));
    const by = judged.filter(({ silence }) => silence === undefined).map(({ name }) => name);
    return {
      covered: by.length > 0,
      by,
      misses: judged.flatMap(({ name, silence }) => (silence === undefined ? [] : [{ name, ...silence }])),
      alerts: all.length,
    };
  },
};

function sourcesOf(alert: unknown): readonly unknown[] {
  return list(field(alert, 'spec.eventSources'));
}

/** Kind and namespace are compared as they are written; only a name can be `*`, and there is no other pattern. */
function means(source: unknown, alert: unknown, release: unknown): boolean {
  const name = text(entry(source, 'name'));
  const namespace = text(entry(source, 'namespace')) || namespaceOf(alert);
  const labels = record(field(release, 'metadata.labels'));
  return (
    text(entry(source, 'kind')) === 'HelmRelease' &&
    namespace === namespaceOf(release) &&
    (name === '*' || name === nameOf(release)) &&
    Object.entries(record(entry(source, 'matchLabels'))).every(([key, value]) => labels[key] === value)
  );
}

/** Why an Alert may not tell of a failure. */
export const SILENCES = [
  'suspended',
  'other-namespace',
  'excluded',
  'not-included',
  'no-provider',
  'provider-suspended',
  'comments-only',
] as const;

interface Silence {
  readonly why: (typeof SILENCES)[number];
  /** The pattern that keeps it silent, or its Provider; empty where neither does. */
  readonly what: string;
}

/** Why an Alert that means the release would not tell of a failure; undefined when it would. */
function silenceOf(
  alert: unknown,
  release: unknown,
  providers: readonly unknown[],
  local: boolean,
): Silence | undefined {
  if (field(alert, 'spec.suspend') === true) return { why: 'suspended', what: '' };
  if (local && namespaceOf(alert) !== namespaceOf(release)) return { why: 'other-namespace', what: '' };
  return filteredBy(alert, release) ?? providerTrouble(alert, providers);
}

/** Exclusion wins; a pattern that is none matches nothing. */
function filteredBy(alert: unknown, release: unknown): Silence | undefined {
  const message = failureOf(release);
  const patterns = (key: string): readonly string[] => list(field(alert, `spec.${key}`)).map(text);
  const excluded = patterns('exclusionList').find((pattern) => matches(pattern, message));
  if (excluded !== undefined) return { why: 'excluded', what: excluded };
  const wanted = patterns('inclusionList');
  if (wanted.length === 0 || wanted.some((pattern) => matches(pattern, message))) return undefined;
  return { why: 'not-included', what: wanted.join(', ') };
}

/** The frame in which helm-controller puts every failed upgrade. */
function failureOf(release: unknown): string {
  const chart = text(field(release, 'spec.chart.spec.chart')) || text(field(release, 'status.history.0.chartName'));
  const version = text(field(release, 'status.history.0.chartVersion'));
  return `Helm upgrade failed for release ${targetNamespace(release)}/${releaseName(release)} with chart ${chart}@${version}: context deadline exceeded`;
}

function matches(pattern: string, message: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(message).find();
  } catch {
    return false;
  }
}

/** These comment on a pull request, and drop events that do not name one. */
const COMMENTS_ONLY = /(pullrequest|mergerequest)comment$/;

function providerTrouble(alert: unknown, providers: readonly unknown[]): Silence | undefined {
  const name = text(field(alert, 'spec.providerRef.name'));
  const own = providers.find((each) => nameOf(each) === name && namespaceOf(each) === namespaceOf(alert));
  if (own === undefined) return { why: 'no-provider', what: `${namespaceOf(alert)}/${name}` };
  if (field(own, 'spec.suspend') === true) return { why: 'provider-suspended', what: fullName(own) };
  const type = text(field(own, 'spec.type'));
  return COMMENTS_ONLY.test(type) ? { why: 'comments-only', what: `${fullName(own)} (${type})` } : undefined;
}

function refusesOtherNamespaces(controllers: readonly unknown[]): boolean {
  const containers = controllers.flatMap((each) => list(field(each, 'spec.template.spec.containers')));
  const args = containers.flatMap((container) => list(entry(container, 'args')).map(text));
  return args.some((arg) => arg === '--no-cross-namespace-refs' || arg === '--no-cross-namespace-refs=true');
}
