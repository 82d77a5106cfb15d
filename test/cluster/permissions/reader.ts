import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Report } from '../../../src/model/report.ts';
import { followAudit } from '../cluster/follow-audit.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { CONTEXT, type User } from '../plane/files.ts';
import { at } from '../plane/manifest.ts';
import { type Grant, rulesWithout } from './grants.ts';
import type { Outcome } from './judge.ts';

/** The user whose rights a check changes, and the name of the role that is printed. */
export const READER = 'reader';
const ROLE = 'kubedoc';
const RECOVER = ['helmrelease', 'recover'];

/**
 * Does what `--plan --role` prints: saves it, and types the two lines of its comments that give the role to a user
 * everywhere. Gives the text. `command` is the one whose role is wanted.
 */
export async function giveRole(cluster: Cluster, command: readonly string[] = RECOVER): Promise<string> {
  const { stdout } = await cluster.kubedoc([...command, '--plan', '--role']);
  const file = join(cluster.plane.folder, 'role.yaml');
  writeFileSync(file, stdout);
  await type(cluster, filled(lineWith(stdout, 'kubectl apply'), { FILE: file }));
  await type(cluster, filled(lineWith(stdout, 'kubectl create clusterrolebinding'), {}));
  return stdout;
}

/** Takes the role away, and gives it in one namespace alone, with the line that is printed for that. */
export async function giveRoleIn(cluster: Cluster, printed: string, namespace: string): Promise<void> {
  await takeAway(cluster, `clusterrolebinding ${ROLE}`);
  await type(cluster, filled(lineWith(printed, 'kubectl create rolebinding'), { NAMESPACE: namespace }));
}

/** Deletes a binding. */
export async function takeAway(cluster: Cluster, binding: string): Promise<void> {
  await type(cluster, `kubectl delete ${binding}`);
}

/** Binds a ClusterRole that is there already. */
export async function bindRole(cluster: Cluster, role: string): Promise<void> {
  await type(cluster, `kubectl create clusterrolebinding ${role} --clusterrole=${role} --user=${READER}`);
}

function lineWith(printed: string, words: string): string {
  const line = printed.split('\n').find((each) => each.startsWith('#') && each.includes(words));
  if (line === undefined) throw new Error(`--plan --role does not print how to: ${words}`);
  return line.replace(/^#\s*/, '');
}

/** Puts names in place of the words in capitals. */
function filled(line: string, names: Readonly<Record<string, string>>): string {
  const all: Readonly<Record<string, string>> = { USER: READER, CONTEXT, ...names };
  return line.replaceAll(/\b[A-Z]{4,}\b/g, (word) => all[word] ?? word);
}

async function type(cluster: Cluster, line: string): Promise<void> {
  const { exit, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(`$ ${line}\n${exit}\n${stderr}`);
}

/** Leaves some grants out of the role, and waits until the authoriser goes by it. */
export async function leaveOut(cluster: Cluster, all: readonly Grant[], gone: readonly Grant[]): Promise<void> {
  const rules = rulesWithout(all, gone);
  await cluster.api.apply(
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: ROLE }, rules },
    'harness',
  );
  await untilAllowed(
    cluster,
    all.map((grant) => ({ grant, allowed: !gone.includes(grant) })),
  );
}

/** A grant, where (everywhere, if nothing is said), and whether the reader is to have it. */
export interface Expectation {
  readonly grant: Grant;
  readonly namespace?: string;
  readonly allowed: boolean;
}

/** Waits until the authoriser answers so: it learns of a change a moment after it was stored. */
export async function untilAllowed(cluster: Cluster, expected: readonly Expectation[]): Promise<void> {
  const open = [...expected];
  await cluster.until('the authoriser to go by the role', async () => {
    for (let first = open[0]; first !== undefined; first = open[0]) {
      if ((await isAllowed(cluster, first)) !== first.allowed) return false;
      open.shift();
    }
    return true;
  });
}

async function isAllowed({ api }: Cluster, { grant, namespace }: Expectation): Promise<boolean> {
  const [resource, subresource] = grant.resource.split('/');
  const attributes = { verb: grant.verb, group: grant.group, resource, subresource, namespace };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: READER, groups: ['system:authenticated'], resourceAttributes: attributes },
  };
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const { body } = await api.send('POST', path, JSON.stringify(review));
  return at(body, 'status.allowed') === true;
}

/** Runs kubedoc as a user, and gathers what it said and what it was refused. */
export type Look = (args: readonly string[], user?: User) => Promise<Outcome & { readonly asked: readonly Grant[] }>;

/** Looks at the HelmReleases of a cluster, with a command, as one who may do what was bound to it. */
export function createLook(cluster: Cluster, command: readonly string[] = RECOVER): Look {
  const audit = followAudit(cluster.plane);
  return async (args, user = READER) => {
    await audit.since();
    const ended = await cluster.kubedoc([...command, ...args, '-o', 'json', '--no-input'], user);
    const requests = (await audit.since()).filter((request) => request.user === user);
    return {
      exit: Number(/^ended with (\d+)$/.exec(ended.exit)?.[1] ?? -1),
      report: ended.stdout === '' ? undefined : (JSON.parse(ended.stdout) as Report),
      stderr: ended.stderr,
      refused: requests.filter(({ status }) => status === 403),
      asked: requests.map(({ verb, group, resource }) => ({ verb, group, resource })),
    };
  };
}
