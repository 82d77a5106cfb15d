import { parseAllDocuments } from 'yaml';
import type { Advice, Change, Finding } from '../../../src/model/report.ts';
import { at, type Manifest } from '../plane/manifest.ts';
import type { Cluster } from './cluster.ts';

/**
 * Does what a finding's advice prints, in its order and nothing else: makes its change in Git, then types its commands.
 * A command that fails ends it, with what it said.
 */
export async function followAdvice(cluster: Cluster, finding: Finding, id: string): Promise<void> {
  const advice = adviceOf(finding, id);
  if (advice.change !== null) await makeChange(cluster, advice.change);
  for (const line of advice.commands) await typeLine(cluster, line);
}

/** Types the commands with which an advice says that one may check that it worked; each has to end well. */
export async function verifyAdvice(cluster: Cluster, finding: Finding, id: string): Promise<void> {
  for (const line of adviceOf(finding, id).verify) await typeLine(cluster, line);
}

function adviceOf(finding: Finding, id: string): Advice {
  const found = finding.advice.find((each) => each.id === id);
  if (found !== undefined) return found;
  const offered = finding.advice.map((each) => each.id).join(', ');
  throw new Error(`${finding.code} offers no advice ${id}, only ${offered}`);
}

/** Whole objects are a new file; anything else is laid over the object that the report names. */
async function makeChange({ git }: Cluster, { file, patch }: Change): Promise<void> {
  const parsed = parseAllDocuments(patch).map((document) => document.toJS() as unknown);
  if (at(parsed[0], 'kind') === undefined) await git.change(objectNamedIn(file), patch);
  else await git.commit(...(parsed as readonly Manifest[]));
}

async function typeLine(cluster: Cluster, line: string): Promise<void> {
  const { exit, stdout, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(`$ ${line}\n${exit}\n${stdout}${stderr}`);
}

/** The report says where a change belongs in words, among them `Kind namespace/name`. */
function objectNamedIn(words: string): { kind: string; namespace: string; name: string } {
  const [, kind = '', namespace = '', name = ''] = /\b([A-Z][A-Za-z]+) ([a-z0-9.-]+)\/([a-z0-9.-]+)/.exec(words) ?? [];
  if (name === '') throw new Error(`the change names no object: ${words}`);
  return { kind, namespace, name };
}
