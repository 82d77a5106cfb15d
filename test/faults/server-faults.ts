import type { Fault as ServerFault } from '../../src/replay/faults.ts';
import { to, type Ending, type Fault } from './fault.ts';

/** Faults of the whole server: whatever is asked, it answers like this. */
export const serverFaults: readonly Fault[] = [
  fault(
    '403 for everything',
    { kind: 'status', status: 403 },
    4,
    /may be read .*403 Forbidden; .*-n, or ask for a role/,
  ),
  fault(
    '403 for all but the version',
    { kind: 'status', status: 403, match: /^\/apis?\// },
    4,
    /every request was answered 403/,
  ),
  fault('401', { kind: 'status', status: 401 }, 4, /nothing may be read .*401 Unauthorized.*sign in again/),
  fault('429 for ever', { kind: 'status', status: 429, retryAfter: 1 }, 4, /cannot be reached .*429 Too Many Requests/),
  fault('429 twice', { kind: 'status', status: 429, retryAfter: 1, times: 2 }, 'as-usual'),
  fault('500', { kind: 'status', status: 500 }, 4, /cannot be reached .*500 Internal Server Error/),
  fault('503', { kind: 'status', status: 503 }, 4, /cannot be reached .*503 Service Unavailable/),
  fault('504', { kind: 'status', status: 504 }, 4, /cannot be reached .*504 Gateway Timeout/),
  fault('410 for everything', { kind: 'status', status: 410 }, 4, /cannot be reached .*410 Gone/),
  { ...fault('silence', { kind: 'silent' }, 4, /did not answer completely within/), atDefaultLimits: true },
  { ...fault('a body that drips', { kind: 'drip' }, 4, /did not answer completely within/), atDefaultLimits: true },
  fault('a reset, always', { kind: 'reset' }, 4, /broke off before the answer was complete \(ECONNRESET\)/),
  fault('HTML with status 200', { kind: 'html' }, 4, /an HTML page came back .*\(status 200\)/),
  fault('truncated JSON', { kind: 'truncated' }, 4, /breaks off in the middle \(truncated JSON\)/),
];

function fault(name: string, what: ServerFault, ends: Ending, says?: RegExp): Fault {
  return {
    name,
    ends,
    ...(says === undefined ? {} : { says }),
    set: async (stage) => to(await stage.serve({ fault: what })),
  };
}
