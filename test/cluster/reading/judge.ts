import { EXIT } from '../../../src/commands/exit.ts';
import type { Request } from '../cluster/audit.ts';
import { type Announced, unannounced } from './announced.ts';
import type { Line } from './lines.ts';
import { isHelm, type NamedSecret, offencesAmong, told } from './offence.ts';

/** A line that was run: how it ended, and every request that reached the API server meanwhile, of whomever. */
export interface Driven {
  readonly line: Line;
  /** Null where it was ended. */
  readonly exit: number | null;
  readonly stderr: string;
  readonly requests: readonly Request[];
  /** What its plan announced; empty where it has none. */
  readonly plan: readonly Announced[];
}

/** The user that kubedoc runs as, and what it calls itself. */
export const KUBEDOC = 'kubedoc';

/** What is wrong with what a line did; nothing where it only read, as itself, what it had announced. */
export function faultsOf({ line, exit, stderr, requests, plan }: Driven): readonly string[] {
  const own = requests.filter(({ user, agent }) => user === KUBEDOC || agent === KUBEDOC);
  const asks = line.plan !== undefined && exit !== EXIT.usage;
  return [
    ...(exit === null || CODES.includes(exit) ? [] : [`it ended with ${exit}`]),
    ...(/bug in kubedoc/.test(stderr) ? [stderr.trim()] : []),
    ...offencesAmong(own, secretOf(line)).map(told),
    ...strangersAmong(requests, line),
    ...unannounced(
      own.filter((request) => !isHelm(request)),
      plan,
    ).map(({ verb, uri }) => `not in its plan: ${verb} ${uri}`),
    ...(asks && own.length === 0 ? ['the audit log knows of no request of it'] : []),
  ];
}

/** The faults of many lines, each once, with how many lines have it and which is the first; empty where there is none. */
export function summed(driven: readonly Driven[]): string {
  const lines = new Map<string, string[]>();
  for (const each of driven) {
    const typed = `kubedoc ${each.line.args.join(' ')}`;
    for (const fault of new Set(faultsOf(each))) lines.set(fault, [...(lines.get(fault) ?? []), typed]);
  }
  return [...lines]
    .map(([fault, typed]) => `${fault}\n  ${typed[0] ?? ''}${typed.length > 1 ? `, and ${typed.length - 1} more` : ''}`)
    .join('\n');
}

/** The Secret that `--read-secret NAMESPACE/NAME/KEY` names. Without that option no Secret may be read. */
function secretOf({ args }: Line): NamedSecret | undefined {
  const at = args.indexOf('--read-secret');
  const [namespace, name] = at === -1 ? [] : (args[at + 1] ?? '').split('/');
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

const CODES: readonly number[] = Object.values(EXIT);

/** What kubedoc asked as another, another program as kubedoc, and whoever did not say who it is. */
function strangersAmong(requests: readonly Request[], { args }: Line): readonly string[] {
  return requests
    .filter((request) => {
      const { user, agent, as } = request;
      if (isHelm(request) && user === KUBEDOC) return !args.includes('--read-helm-history');
      if (user === 'system:anonymous') return true;
      if (user !== KUBEDOC && agent !== KUBEDOC) return false;
      return user !== KUBEDOC || agent !== KUBEDOC || (as !== '' && !args.includes('--as'));
    })
    .map(({ user, agent, as, verb, uri }) => `as somebody else: ${verb} ${uri} by ${user} ${as} (${agent})`);
}
