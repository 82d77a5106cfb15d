import type { Fact } from '../model/fact.ts';
import type { OutsideQuery, Query } from '../model/query.ts';

/** Whether a query is for something else than the API server. */
export function isOutside(query: Query): query is OutsideQuery {
  return query.from === 'run' || query.from === 'http' || query.from === 'dns';
}

/**
 * Asks a program of this machine, an address or a name server, each within a limit in milliseconds. What each takes is
 * loaded when it is asked: few walks need it.
 */
export async function askOutside(query: OutsideQuery, timeoutMs: number, signal: AbortSignal): Promise<Fact> {
  switch (query.from) {
    case 'run': {
      const { runProgram } = await import('../sources/exec.ts');
      return runProgram(query.argv, timeoutMs, signal);
    }
    case 'http': {
      const { askHttp } = await import('../sources/network/http.ts');
      return askHttp(query, { timeoutMs, signal });
    }
    case 'dns': {
      const { askDns, nodeResolve } = await import('../sources/network/dns.ts');
      return askDns(query, nodeResolve(timeoutMs));
    }
  }
}
