import type { Fact } from '../../src/model/fact.ts';
import type { AwsQuery } from '../../src/model/query.ts';
import { askAws } from '../../src/sources/aws/aws.ts';

/** Options of a call: a text, or a list of texts. */
export type Options = Readonly<Record<string, string | readonly string[]>>;

/** How a call is made, beside what it asks. */
export interface Manner {
  readonly env: NodeJS.ProcessEnv;
  readonly profile?: string;
  readonly timeoutMs?: number;
}

/** The region that the estate of the emulator is in. */
export const REGION = 'eu-central-1';

/** A query as a look-up makes it: `eks describe-cluster` with its options. */
export function queryOf(call: string, options: Options = {}, region = REGION): AwsQuery {
  const [service = '', operation = ''] = call.split(' ');
  const lists = Object.entries(options).map(([name, value]) => [name, [value].flat()] as const);
  return { from: 'aws', service, operation, options: Object.fromEntries(lists), region };
}

/** Asks through kubedoc's own source, which starts the `aws` of this machine. */
export function ask(call: string, options: Options, { env, profile, timeoutMs = 60_000 }: Manner): Promise<Fact> {
  const signal = new AbortController().signal;
  const query = { ...queryOf(call, options), ...(profile === undefined ? {} : { profile }) };
  return askAws(query, { env, timeoutMs, signal });
}
