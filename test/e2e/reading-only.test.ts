import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RecordedRequest } from '../../src/replay/server.ts';
import { exampleFolder, folderOf, kubeconfigTo, runCommand, serveExample } from '../support/run-command.ts';
import { startApi } from '../sources/kubernetes/fake-api.ts';

const EXAMPLES = readdirSync(exampleFolder('.'));
const RECOVER = ['helmrelease', 'recover'];
const WAYS: readonly (readonly string[])[] = [
  RECOVER,
  [...RECOVER, 'coder/coder', '-o', 'json'],
  [...RECOVER, '-n', 'coder', '-o', 'markdown'],
  [...RECOVER, 'coder/coder', '--verify=1s'],
];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What a request needs of a role; undefined for what everybody may see (version, discovery). */
function needOf(path: string): { group: string; resource: string; verb: string } | undefined {
  const pattern =
    /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)(?:\/namespaces\/[^/?]+(?=\/))?\/([a-z0-9]+)(\/[^/?]+)?(?:\/([a-z0-9]+))?(?:\?|$)/;
  const [, group = '', resource = '', name, subresource] = pattern.exec(path) ?? [];
  if (resource === '') return undefined;
  return {
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    verb: name ? 'get' : 'list',
  };
}

async function requestsOf(example: string, way: readonly string[]): Promise<readonly RecordedRequest[]> {
  const { server, kubeconfig } = await serveExample(example);
  const deadline = (ms: number) => (ms === 1000 ? Promise.resolve() : new Promise<void>(() => undefined));
  const { exit } = await runCommand([...way, '--kubeconfig', kubeconfig], { deadline });
  expect([0, 1]).toContain(exit);
  return server.requests();
}

test.each(EXAMPLES.flatMap((example) => WAYS.map((way) => ({ example, way, words: way.join(' ') }))))(
  '$example: $words only reads, no content of a Secret, and nothing that the role does not allow',
  async ({ example, way }) => {
    const requests = await requestsOf(example, way);
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    const secrets = requests.filter(({ path }) => /\/secrets(\/|\?|$)/.test(path));
    expect(secrets.filter(({ accept }) => !/^application\/json;as=PartialObjectMetadata(List)?;/.test(accept))).toEqual(
      [],
    );
    // Where the server does not know how to leave the content out, it must not send it instead.
    expect(secrets.filter(({ accept }) => accept.split(',').some((type) => !type.includes('as=Partial')))).toEqual([]);

    const role = await roleRules();
    const needs = requests.flatMap(({ path }) => needOf(path) ?? []);
    expect(needs.length).toBeGreaterThan(2);
    for (const { group, resource, verb } of needs) {
      const allowed = role.some(
        (rule) => rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.verbs.includes(verb),
      );
      expect([`${verb} ${resource}.${group}`, allowed]).toEqual([`${verb} ${resource}.${group}`, true]);
    }
  },
);

test('Secrets are among what is looked at, and only by name', async () => {
  const requests = await requestsOf('rollout-does-not-fit', RECOVER);
  expect(requests.filter(({ path }) => path.includes('/secrets'))).not.toEqual([]);
});

async function roleRules(): Promise<readonly Rule[]> {
  const { exit, stdout } = await runCommand([...RECOVER, '--plan', '--role']);
  expect(exit).toBe(0);
  return (parse(stdout) as { rules: readonly Rule[] }).rules;
}

test('the role names every resource once per verb, grants nothing but get and list, and says what Secrets are for', async () => {
  const { stdout } = await runCommand([...RECOVER, '--plan', '--role']);
  const role = parse(stdout) as { apiVersion: string; kind: string; metadata: object; rules: readonly Rule[] };
  expect(role).toMatchObject({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' });
  const grants = role.rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`))),
  );
  expect(new Set(grants).size).toBe(grants.length);
  expect(grants.filter((grant) => !/^(get|list) [a-z0-9]+(\/log)?\.[a-z0-9.-]*$/.test(grant))).toEqual([]);
  expect(grants).toContain('list secrets.');
  expect(stdout).toMatch(/^# Of .*\bsecrets only the metadata is read/);
});

test('the role says how it is given to somebody, everywhere or in one namespace', async () => {
  const { stdout } = await runCommand([...RECOVER, '--plan', '--role']);
  const commands = stdout.match(/(?<=^# +)kubectl .*$/gm) ?? [];
  expect(commands).toEqual([
    'kubectl apply -f FILE --context CONTEXT',
    'kubectl create clusterrolebinding kubedoc --clusterrole=kubedoc --user=USER --context CONTEXT',
    'kubectl create rolebinding kubedoc -n NAMESPACE --clusterrole=kubedoc --user=USER --context CONTEXT',
  ]);
});

test('a plan names the paths that are asked for beside the objects, and only those of groups that have several versions', async () => {
  const { stdout } = await runCommand([...RECOVER, '--plan']);
  const paths: readonly string[] = stdout.match(/(?<=^ {2}get {2})\/.*$/gm) ?? [];
  expect(paths).toContain('/version');
  expect(paths).toContain('/apis/helm.toolkit.fluxcd.io');
  expect(paths).not.toContain('/apis/apps');
  const requests = await requestsOf('rollout-does-not-fit', [...RECOVER, 'coder/coder']);
  const asked = requests.map(({ path }) => path).filter((path) => needOf(path) === undefined);
  expect(asked.filter((path) => !paths.includes(path))).toEqual([]);
});

test('the role holds exactly what the plans of the walk and of the verification can come to', async () => {
  const plans = await Promise.all(
    [[], ['coder/coder', '--verify']].map((more) => runCommand([...RECOVER, ...more, '--plan'])),
  );
  const planned = plans.flatMap(({ stdout }) =>
    [...stdout.matchAll(/^ {2}(get|list) +([a-z][a-z0-9/]*)\.?([a-z0-9.-]*)/gm)].map(
      ([, verb = '', resource = '', group = '']) => `${verb} ${resource}.${group}`,
    ),
  );
  const rules = await roleRules();
  const granted = rules.flatMap(({ apiGroups: [group = ''], resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`)),
  );
  expect([...new Set(planned)].toSorted()).toEqual(granted.toSorted());
});

test.each([[['--plan']], [['--plan', '--role']], [['coder/coder', '--plan']], [['coder/coder', '--verify', '--plan']]])(
  '%j sends nothing',
  async (flags) => {
    const api = await startApi((_request, response) => response.end('{}'));
    const kubeconfig = kubeconfigTo(api.url);
    const outcome = await runCommand([...RECOVER, ...flags, '--kubeconfig', kubeconfig], {
      env: { KUBECONFIG: kubeconfig },
    });
    expect(outcome).toMatchObject({ exit: 0, stderr: '' });
    expect(outcome.stdout).toContain('helmreleases');
    expect(api.requests).toEqual([]);
    expect(api.connections()).toBe(0);
  },
);

test('a plan needs no kubeconfig, and a plan for a demo none either', async () => {
  const home = folderOf();
  const plan = await runCommand([...RECOVER, '--plan'], { home });
  expect(plan.exit).toBe(0);
  expect(await runCommand([...RECOVER, '--plan', '--kubeconfig', `${home}/nothing`])).toEqual(plan);
  expect(plan.stdout).toMatch(/^ {2}list helmreleases\.helm\.toolkit\.fluxcd\.io.*\(required\)$/m);
  expect(plan.stdout).toMatch(/^ {2}list secrets.*\(metadata only\)$/m);
});
