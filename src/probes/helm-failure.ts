import type { Probe, ProbeResult } from '../model/probe.ts';
import { eventTime } from '../text/event-time.ts';
import { parseTime } from '../text/time.ts';
import { compareText, entry, list, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { isWaitError, readFailure, readWaitObjects, splitLogs } from './release/helm-message.ts';
import { isRelease } from './release/helm-release.ts';

/** Helm's own error about a release, found where it survives and freed from the sentence around it. */
export const helmFailure: Probe = {
  name: 'helm-failure',
  computes:
    "Helm's own error text about a HelmRelease, from Released, Ready, an event, Helm's own record or Stalled, in this order.",
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    events: { is: 'list', optional: true, means: 'events about it' },
    recorded: { is: 'text', optional: true, means: 'what Helm noted of its newest revision, where that failed' },
  },
  returns: {
    text: "Helm's error without the sentence around it; empty where nothing failed",
    full: 'the whole message',
    action: '`install`, `upgrade`, `rollback`, `uninstall`, `test`, or empty',
    releaseName: 'name of the Helm release in the message',
    chart: 'name of the chart in the message',
    version: 'version of the chart in the message',
    from: '`Released`, `Ready`, `event`, `record`, `Stalled`, or empty',
    reason: 'the reason beside the message, such as UpgradeFailed',
    at: 'when it was written, RFC 3339',
    waitObjects: 'objects that Helm still waited for: {kind, namespace, name, status}; only Flux 2.8 and later say',
    isWait: 'whether Helm gave up waiting for readiness (and not for a hook, a test or a webhook)',
    lastLogs: "Helm's last log lines from a failure event, empty without one",
  },
  run({ release, events, recorded }) {
    if (!isRelease(release)) return undefined;
    const warnings = newestWarnings(events);
    const found = findMessage(release, warnings, text(recorded));
    const { message, logs } = splitLogs(found.message);
    const failure = readFailure(message) ?? { ...UNFRAMED, error: message };
    const { error } = failure;
    return {
      text: error,
      full: message,
      action: failure.action,
      releaseName: failure.releaseName,
      chart: failure.chart,
      version: failure.version,
      from: found.from,
      reason: found.reason,
      at: found.at,
      waitObjects: readWaitObjects(error),
      // With Helm 4 a test that failed reads like a workload that did.
      isWait: failure.action !== 'test' && isWaitError(error),
      lastLogs: logs || logsAbout(message, warnings),
    } satisfies ProbeResult;
  },
};

/** Errors before Helm's part (values, source, dependency) come without a sentence around them. */
const UNFRAMED = { action: '', releaseName: '', chart: '', version: '' };

interface Message {
  readonly from: 'Released' | 'Ready' | 'event' | 'record' | 'Stalled' | '';
  readonly reason: string;
  readonly message: string;
  readonly at: string;
}

const NOTHING: Message = { from: '', reason: '', message: '', at: '' };

/** After a remediation Ready copies the message of its success, which hides the error that led there. */
const REMEDIATED = new Set(['RollbackSucceeded', 'UninstallSucceeded']);

/** Old events about a release that is ready now are history. */
function findMessage(release: unknown, warnings: readonly Message[], recorded: string): Message {
  const released = fromCondition(release, 'Released', 'False');
  if (released.message !== '') return released;
  const ready = fromCondition(release, 'Ready', 'False');
  if (ready.message !== '' && !REMEDIATED.has(ready.reason)) return ready;
  if (viewCondition(release, 'Ready').status === 'True') return NOTHING;
  const warning = warnings.find((each) => !REMEDIATED.has(each.reason));
  if (warning !== undefined) return warning;
  if (recorded !== '') return { from: 'record', reason: '', message: recorded, at: '' };
  return fromCondition(release, 'Stalled', 'True');
}

function fromCondition(release: unknown, type: 'Released' | 'Ready' | 'Stalled', status: string): Message {
  const { reason, message, at, ...condition } = viewCondition(release, type);
  return condition.status === status && message !== '' ? { from: type, reason, message, at } : NOTHING;
}

function newestWarnings(events: unknown): readonly Message[] {
  return list(events)
    .filter((event) => text(entry(event, 'type')) === 'Warning')
    .map(fromEvent)
    .filter((each) => each.message !== '')
    .sort((a, b) => (parseTime(b.at) ?? 0) - (parseTime(a.at) ?? 0) || compareText(a.message, b.message));
}

function fromEvent(event: unknown): Message {
  const message = text(entry(event, 'message')) || text(entry(event, 'note'));
  return { from: 'event', reason: text(entry(event, 'reason')), message, at: eventTime(event) };
}

/** The condition holds the error alone; the event about the same failure goes on with what Helm logged. */
function logsAbout(message: string, warnings: readonly Message[]): string {
  if (message === '') return '';
  const same = warnings.map((each) => splitLogs(each.message)).find((each) => each.message === message && each.logs);
  return same?.logs ?? '';
}
