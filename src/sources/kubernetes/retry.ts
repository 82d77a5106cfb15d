import type { WireResponse } from './exchange.ts';
import { errorCode } from './trouble.ts';

/** How one attempt ended, as far as trying again is concerned. */
export type Outcome = { readonly status: number; readonly retryAfter: string | undefined } | { readonly code: string };

/** Never more than this many extra requests for one question, whatever goes wrong. */
const MAX_RETRIES = 2;
/** A server may ask for a longer pause; a person on call does not have it. */
const MAX_WAIT_MS = 5_000;
const FIRST_WAIT_MS = 500;

/** How the pauses between attempts are made. */
export interface Retrying {
  /** Resolves after so many milliseconds; may reject when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Sends until there is an answer worth having, or no hope of one: then returns or throws how the last attempt ended. */
export async function withRetries(
  send: () => Promise<WireResponse>,
  { wait, now, signal }: Retrying,
): Promise<WireResponse> {
  const earlier: Outcome[] = [];
  for (;;) {
    const result = await send().catch((error: unknown) => ({ error }));
    const outcome = outcomeOf(result);
    const delay = retryDelay(outcome, earlier, now());
    if (delay === undefined || signal.aborted) {
      if ('error' in result) throw result.error;
      return result;
    }
    earlier.push(outcome);
    // An aborted pause ends in an attempt that says so.
    await wait(delay, signal).catch(() => undefined);
  }
}

function outcomeOf(result: WireResponse | { error: unknown }): Outcome {
  if ('error' in result) return { code: errorCode(result.error) };
  return { status: result.status, retryAfter: result.headers['retry-after'] };
}

/**
 * Decides whether a GET is sent again: milliseconds to wait first, or undefined to give up. `earlier` are the outcomes
 * of the attempts before this one. Overload (429, 503) is retried twice, a broken connection and other server errors once.
 */
export function retryDelay(outcome: Outcome, earlier: readonly Outcome[], now: number): number | undefined {
  if (earlier.length >= MAX_RETRIES) return undefined;
  const kind = kindOf(outcome);
  if (kind === 'final') return undefined;
  if (kind === 'broken' && earlier.some((one) => kindOf(one) === 'broken')) return undefined;
  const asked = 'status' in outcome ? retryAfterMs(outcome.retryAfter, now) : undefined;
  return Math.min(asked ?? FIRST_WAIT_MS * 2 ** earlier.length, MAX_WAIT_MS);
}

function kindOf(outcome: Outcome): 'busy' | 'broken' | 'final' {
  if ('code' in outcome) return ['ECONNRESET', 'EPIPE', 'Z_BUF_ERROR'].includes(outcome.code) ? 'broken' : 'final';
  if (outcome.status === 429 || outcome.status === 503) return 'busy';
  return [500, 502, 504].includes(outcome.status) ? 'broken' : 'final';
}

/** `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
