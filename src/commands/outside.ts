import type { Fact } from '../model/fact.ts';
import type { OutsideQuery, Query } from '../model/query.ts';
import { programLine, type Access } from './program-line.ts';

/** Whether a query is for something else than the API server. */
export function isOutside(query: Query): query is OutsideQuery {
  return OUTSIDE.includes(query.from);
}

const OUTSIDE: readonly Query['from'][] = [
  'run',
  'aws',
  'http',
  'dns',
  'registry',
  'terraform',
] satisfies OutsideQuery['from'][];

/** How the outside is asked. */
export interface Outside {
  /** For one question, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The environment of programs, and where tokens are taken from. */
  readonly env: NodeJS.ProcessEnv;
  readonly access: Access;
  /** Whether programs may be started. */
  readonly programs: boolean;
  /** The one folder whose state of Terraform may be read; empty for none. */
  readonly terraform: string;
}

/** The most that a program gets which asks nobody, in milliseconds: it only tells of itself. */
const LOCAL_MS = 5000;

const TURNED_OFF: Fact = {
  state: 'failed',
  reason: 'programs are turned off',
  hint: 'leave out --no-programs',
  unasked: true,
};

/** What is in a folder decides what Terraform runs, so it is one that a person has named. */
const NO_FOLDER: Fact = {
  state: 'failed',
  reason: 'this state of Terraform is not read',
  hint: 'add --terraform FOLDER',
  unasked: true,
};

/**
 * Asks a program of this machine, an address, a name server or a registry, each within a limit. What each takes is loaded when it is
 * asked: few walks need it.
 */
export async function askOutside(query: OutsideQuery, outside: Outside): Promise<Fact> {
  const { timeoutMs, signal } = outside;
  switch (query.from) {
    case 'run': {
      if (!outside.programs) return TURNED_OFF;
      const { runProgram } = await import('../sources/exec.ts');
      const { argv, env } = programLine(query, outside.access, outside.env);
      const limit = query.inCluster === undefined ? Math.min(timeoutMs, LOCAL_MS) : timeoutMs;
      return runProgram(argv, limit, signal, env);
    }
    case 'aws': {
      if (!outside.programs) return TURNED_OFF;
      const { askAws } = await import('../sources/aws/aws.ts');
      return askAws(query, { env: outside.env, timeoutMs, signal });
    }
    case 'http': {
      const { askHttp } = await import('../sources/network/http.ts');
      return askHttp(query, { timeoutMs, signal, env: outside.env });
    }
    case 'dns': {
      const { askDns, nodeResolve } = await import('../sources/network/dns.ts');
      return askDns(query, nodeResolve(timeoutMs));
    }
    case 'registry': {
      const { askRegistry } = await import('../sources/registry/registry.ts');
      return askRegistry(query, { timeoutMs, signal });
    }
    case 'terraform': {
      if (query.folder !== outside.terraform) return NO_FOLDER;
      if (!outside.programs) return TURNED_OFF;
      const { askTerraform } = await import('../sources/terraform/terraform.ts');
      return askTerraform(query, { env: outside.env, timeoutMs, signal });
    }
  }
}
