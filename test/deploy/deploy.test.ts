import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runProgram } from '../support/program.ts';
import { root } from '../support/root.ts';

const FOLDER = join(root, 'deploy');

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}
interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly backoffLimit: number;
        readonly template: {
          readonly spec: {
            readonly serviceAccountName: string;
            readonly securityContext: { readonly runAsNonRoot: boolean };
            readonly containers: readonly {
              readonly image: string;
              readonly args: readonly string[];
              readonly env: readonly { readonly name: string; readonly value: string }[];
            }[];
          };
        };
      };
    };
  };
}
interface Kustomization {
  readonly resources: readonly string[];
  readonly configMapGenerator?: readonly { readonly name: string; readonly files: readonly string[] }[];
}
interface Kubeconfig {
  readonly contexts: readonly { readonly name: string }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

const read = (file: string): unknown => {
  const [document, ...others] = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'), { strict: true });
  if (document === undefined || others.length > 0) throw new Error(`${file} is not one document`);
  expect(document.errors).toEqual([]);
  return document.toJS() as unknown;
};
/** Each right as one line. */
const rightsOf = (rules: readonly Rule[]): readonly string[] =>
  rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`)),
      ),
    )
    .toSorted();
const role = (read('role.yaml') as Manifest).rules ?? [];
const secrets = (read('secrets/role.yaml') as Manifest).rules ?? [];
const job = (read('cron-job.yaml') as CronJob).spec.jobTemplate.spec;
const pod = job.template.spec;
const [container] = pod.containers;
const argumentsOf = (): readonly string[] =>
  (container?.args ?? []).map((each) => each.replace('/etc/kubedoc', FOLDER));

describe('the role in deploy/', () => {
  it('is what --plan --role prints, with that for Secrets apart', async () => {
    const { stdout, exit } = await runProgram(['workshop', 'preflight', '--plan', '--role']);
    expect(exit).toBe(0);
    const printed = parseAllDocuments(stdout)[0]?.toJS() as Manifest;
    expect([...rightsOf(role), ...rightsOf(secrets)].toSorted()).toEqual(rightsOf(printed.rules ?? []));
  });

  it('reads, and holds neither Secrets nor the proxy of nodes', () => {
    const rights = rightsOf(role);
    expect(rights.filter((right) => !/^(get|list) /.test(right))).toEqual([]);
    expect(rights.filter((right) => / secrets\.$| nodes\/proxy\.$|\*/.test(right))).toEqual([]);
    expect(rightsOf(secrets)).toEqual(['get secrets.', 'list secrets.']);
  });
});

describe('the manifests in deploy/', () => {
  it.each(['', 'secrets/'])('are all there in the kustomization of %s', (folder) => {
    const { resources, configMapGenerator = [] } = read(`${folder}kustomization.yaml`) as Kustomization;
    const named = [...resources, ...configMapGenerator.flatMap(({ files }) => files), 'kustomization.yaml'];
    const there = readdirSync(join(FOLDER, folder)).filter((file) => file.endsWith('.yaml'));
    expect(named.toSorted()).toEqual(there.toSorted());
  });

  it.each(['', 'secrets/'])('bind the role of %s to the account that the job runs as', (folder) => {
    const binding = read(`${folder}role-binding.yaml`) as Manifest;
    expect(binding.roleRef?.name).toBe((read(`${folder}role.yaml`) as Manifest).metadata.name);
    const { name, namespace } = (read('service-account.yaml') as Manifest).metadata;
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name, namespace }]);
    expect(pod.serviceAccountName).toBe(name);
    expect(namespace).toBe((read('namespace.yaml') as Manifest).metadata.name);
  });

  it('start a job that may do nothing, and is not tried again', () => {
    expect(pod.securityContext.runAsNonRoot).toBe(true);
    expect(job.backoffLimit).toBe(0);
    const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string })
      .version;
    expect(container?.image).toBe(`kubedoc:${version}`);
  });

  it('give the cluster one name in the kubeconfig, the arguments and the profile, and no credential', () => {
    const { contexts, users } = read('kubeconfig.yaml') as Kubeconfig;
    const profile = read('kubedoc.yaml') as { readonly contexts: readonly { readonly context: string }[] };
    const named = argumentsOf()[argumentsOf().indexOf('--context') + 1];
    expect(contexts.map(({ name }) => name)).toEqual([named]);
    expect(profile.contexts.map(({ context }) => context)).toContain(named);
    expect(users.map(({ user }) => Object.keys(user))).toEqual([['tokenFile']]);
    expect(container?.env).toEqual([{ name: 'KUBECONFIG', value: '/etc/kubedoc/kubeconfig.yaml' }]);
  });
});

describe('what the job types', () => {
  it('is understood, with its profile, and comes to a report that can be joined', async () => {
    // A folder stands in for the cluster.
    const args = argumentsOf().filter((each, index, all) => each !== '--context' && all[index - 1] !== '--context');
    const folder = join(root, 'test/scenarios/preflight-coder/pass');
    const { stdout, stderr, exit } = await runProgram([...args, '--from', folder]);
    expect(stderr).toBe('');
    expect(exit).not.toBe(2);
    const report = JSON.parse(stdout) as { readonly workshop: { readonly participants: number } };
    expect(report.workshop.participants).toBe(30);
  });
});

describe('the Dockerfile', () => {
  const lines = readFileSync(join(FOLDER, 'Dockerfile'), 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('FROM '));

  it('begins with a pinned version of the Node that kubedoc is tried on, twice', () => {
    const from = lines.filter((line) => line.startsWith('FROM '));
    expect(from).toHaveLength(2);
    for (const line of from) expect(line).toMatch(/^FROM node:20\.\d+\.\d+-\w+-slim( AS build)?$/);
  });

  it('ends as nobody in particular, and starts the program from what was copied', () => {
    const end = lines.slice(last);
    expect(end).toContain('USER 1000:1000');
    expect(end).toContain('ENTRYPOINT ["node", "/opt/kubedoc/bin/kubedoc.js"]');
    expect(end.filter((line) => /npm (ci|install|run)/.test(line))).toEqual([]);
    expect(end.filter((line) => line.startsWith('COPY ')).every((line) => line.includes('--from=build'))).toBe(true);
  });
});
