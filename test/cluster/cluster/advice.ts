import { parseAllDocuments } from 'yaml';
import type { Advice, Change, Finding } from '../../../src/model/report.ts';
import type { Manifest } from '../plane/manifest.ts';
import type { Cluster } from './cluster.ts';

/** What a person fills in, by the name of the blank: `address` for `<address>`. */
export type FilledIn = Readonly<Record<string, string>>;

/**
 * Does what a finding's advice prints, in its order and nothing else: makes its change in Git, then types its commands.
 * The blanks that the report names are filled in; one that is left, or one that the report does not ask for, is an error
 * before anything is done. A command that fails ends it, with what it said.
 */
export async function followAdvice(
  cluster: Cluster,
  finding: Finding,
  id: string,
  filledIn: FilledIn = {},
): Promise<void> {
  const { change, commands } = fillIn(adviceOf(finding, id), filledIn);
  if (change === null && commands.length === 0) throw new Error(`${id} of ${finding.code} says nothing to do`);
  if (change !== null) await makeChange(cluster, change);
  for (const line of commands) await typeLine(cluster, line);
}

/** Types the commands with which an advice says that one may check that it worked; each has to end well. */
export async function verifyAdvice(
  cluster: Cluster,
  finding: Finding,
  id: string,
  filledIn: FilledIn = {},
): Promise<void> {
  for (const line of fillIn(adviceOf(finding, id), filledIn).verify) await typeLine(cluster, line);
}

function adviceOf(finding: Finding, id: string): Advice {
  const found = finding.advice.find((each) => each.id === id);
  if (found !== undefined) return found;
  const offered = finding.advice.map((each) => each.id).join(', ');
  throw new Error(`${finding.code} offers no advice ${id}, only ${offered}`);
}

function fillIn({ id, blanks, change, commands, verify }: Advice, filledIn: FilledIn): Filled {
  const asked = blanks.map(({ text }) => text);
  const given = new Map(Object.entries(filledIn).map(([name, value]) => [`<${name}>`, value]));
  const left = asked.filter((blank) => !given.has(blank));
  if (left.length > 0) throw new Error(`${id} has blanks that nobody filled in: ${left.join(', ')}`);
  const unasked = [...given.keys()].filter((blank) => !asked.includes(blank));
  if (unasked.length > 0) throw new Error(`${id} has no blank ${unasked.join(', ')}, only ${asked.join(', ')}`);
  const fill = (text: string): string =>
    [...given].reduce((filled, [blank, value]) => filled.replaceAll(blank, () => value), text);
  return {
    change: change === null ? null : { ...change, patch: fill(change.patch) },
    commands: commands.map(fill),
    verify: verify.map(fill),
  };
}

type Filled = Pick<Advice, 'change' | 'commands' | 'verify'>;

async function makeChange({ git }: Cluster, { object, patch }: Change): Promise<void> {
  if (object === null) return git.commit(...parseAllDocuments(patch).map((each) => each.toJS() as Manifest));
  const { apiVersion, kind, namespace, name } = object;
  return git.change({ apiVersion, kind, name, ...(namespace === null ? {} : { namespace }) }, patch);
}

async function typeLine(cluster: Cluster, line: string): Promise<void> {
  const { exit, stdout, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(`$ ${line}\n${exit}\n${stdout}${stderr}`);
}
