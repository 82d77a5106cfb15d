import { parseGoDuration } from '../../text/duration.ts';

/** What helm-controller says about one Helm action, taken apart; parts that the sentence does not hold are empty. */
export interface ActionMessage {
  /** `install`, `upgrade`, `rollback`, `uninstall` or `test`. */
  readonly action: string;
  readonly releaseNamespace: string;
  readonly releaseName: string;
  readonly chart: string;
  readonly version: string;
  /** Helm's own error. */
  readonly error: string;
}

/** One object that Helm's wait was still waiting for. */
export interface WaitObject {
  readonly kind: string;
  /** Empty for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
  /** kstatus: `InProgress`, `Failed`, `Unknown`, `NotFound`, … */
  readonly status: string;
}

const FRAME =
  /^Helm (install|upgrade|test|uninstall|rollback|uninstall remediation)(?: failed for release| to previous release| for release) ([^/\s]+)\/([^\s:]+)(?: with chart ([^\s@]+)@(\S+?))?(?::| failed:) ([\s\S]*)$/;

/** Reads a failure such as `Helm upgrade failed for release ns/name with chart c@1.2.3: <error>`; undefined otherwise. */
export function readFailure(message: string): ActionMessage | undefined {
  const match = FRAME.exec(message);
  if (match === null) return undefined;
  const [, action = '', namespace = '', name = '', chart = '', version = '', error = ''] = match;
  return {
    action: action === 'uninstall remediation' ? 'uninstall' : action,
    releaseNamespace: namespace,
    releaseName: name.replace(/\.v\d+$/, ''),
    chart,
    version,
    error,
  };
}

/** Reads `Running 'upgrade' action with timeout of 5m0s`; the timeout is in seconds, null if unreadable. */
export function readRunning(message: string): { action: string; timeoutSeconds: number | null } | undefined {
  const match = /^Running '([\w-]+)' action with timeout of (\S+)$/.exec(message);
  if (match === null) return undefined;
  return { action: match[1] ?? '', timeoutSeconds: parseGoDuration(match[2] ?? '') ?? null };
}

/** Parts an event's message from the lines that Helm logged last. */
export function splitLogs(message: string): { message: string; logs: string } {
  const [head = '', ...tail] = message.split('Last Helm logs:');
  return { message: tail.length === 0 ? head : head.trimEnd(), logs: tail.join('\n').trim() };
}

/**
 * The objects in the list that the waiter of Flux 2.8 and later prints, in its order; an event's text may end in the
 * middle of it. The waiter before that names nothing but a Job that failed; helm by hand (version 4) has a sentence each.
 */
export function readWaitObjects(error: string): readonly WaitObject[] {
  const listed = /(?:timeout waiting for|failed early due to stalled resources): \[([^\]]*)/.exec(error);
  const items = (listed?.[1] ?? '').matchAll(/\b([A-Za-z]+)\/(?:([^/\s]+)\/)?([^/\s]+) status: '(\w+)'/g);
  const told = error.matchAll(/\bresource ([A-Za-z]+)\/([^/\s]*)\/([^/\s]+) not ready\. status: (\w+)/g);
  const jobs = error.matchAll(/\bjob is failed: ([^/\s]+)\/([^/\s]+)/g);
  return [
    ...Array.from([...items, ...told], ([, kind = '', namespace = '', name = '', status = '']) => ({
      kind,
      namespace,
      name,
      status,
    })),
    ...Array.from(jobs, ([, namespace = '', name = '']) => ({ kind: 'Job', namespace, name, status: 'Failed' })),
  ];
}

/** `job is failed` is helm's pkg/kube/ready.go of version 3, `not ready. status:` its statuswait.go of version 4. */
const WAIT =
  /timeout waiting for: \[|failed early due to stalled resources: \[|context deadline exceeded|timed out waiting for the condition|would exceed context deadline|\bjob is failed: |\bresource \S+ not ready\. status: /s;

/** The same words come from hooks, webhooks, definitions, an uninstall, and an API server that is slow or out of reach. */
const OTHER_DEADLINE =
  /hooks? failed|failed (?:pre|post)-\w+|failed calling webhook|denied the request|wait for CustomResourceDefinition|request did not complete within|cluster unreachable|(?:Get|Head|Post|Put|Patch|Delete) "?https?:\/\/|termination timeout/i;

/** Whether Helm gave up waiting for its objects to become ready, in the words of any version. */
export function isWaitError(error: string): boolean {
  return WAIT.test(error) && !OTHER_DEADLINE.test(error);
}
