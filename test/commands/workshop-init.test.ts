import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadProfile } from '../../src/profile/load-profile.ts';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { deadAddress, folderOf, runCommand, type Outcome } from '../support/run-command.ts';

/** A pod of the chart, or of a template, as kubectl prints it. */
function pod(name: string, app: string, container: object): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: app === 'coder' ? 'coder' : 'coder-ws', labels: { 'app.kubernetes.io/name': app } },
    spec: { containers: [{ name: 'main', image: 'example/a:1', ...container }] },
    status: { phase: 'Running' },
  });
}

function request(cpu: string, memory: string): object {
  return { resources: { requests: { cpu, memory } } };
}

const SERVER = {
  args: ['server'],
  env: [
    { name: 'CODER_ACCESS_URL', value: 'https://ai.example.com' },
    { name: 'CODER_WILDCARD_ACCESS_URL', value: '*.ai.example.com' },
  ],
};
const PROXY = {
  args: ['wsproxy', 'server'],
  env: [
    { name: 'CODER_PRIMARY_ACCESS_URL', value: 'https://ai.example.com' },
    { name: 'CODER_ACCESS_URL', valueFrom: { secretKeyRef: { name: 'urls', key: 'eu' } } },
  ],
};
const CONTROL_PLANE = {
  'coder.yaml': pod('coder-1', 'coder', SERVER),
  'ws1.yaml': pod('ws-1', 'coder-workspace', request('250m', '512Mi')),
  'ws2.yaml': pod('ws-2', 'coder-workspace', request('2', '4Gi')),
  'snapshot.yaml': 'complete: true\n',
};
const REGION = { 'coder.yaml': pod('coder-1', 'coder', PROXY), 'snapshot.yaml': 'complete: true\n' };
const EMPTY = { 'snapshot.yaml': 'complete: true\n' };
const DENIED = { 'snapshot.yaml': 'complete: true\ndenied: [pods]\n' };

async function serve(files: Readonly<Record<string, string>>): Promise<string> {
  const server = await serveCapture(await loadCapture(folderOf(files)));
  onTestFinished(() => server.close());
  return server.url;
}

/** A kubeconfig with a context per server. */
function kubeconfig(servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers);
  const file = join(folderOf(), 'kubeconfig');
  const text = {
    'current-context': names[0],
    clusters: names.map((name) => ({ name, cluster: { server: servers[name] } })),
    users: [{ name: 'u', user: {} }],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: 'u' } })),
  };
  writeFileSync(file, JSON.stringify(text));
  return file;
}

/** Without a terminal, in the zone of Berlin. */
function init(file: string, ...args: readonly string[]): Promise<Outcome> {
  return runCommand(['workshop', 'init', '--kubeconfig', file, ...args], { env: { TZ: 'Europe/Berlin' } });
}

describe('workshop init without a terminal', () => {
  it('writes what the clusters tell, and leaves blanks as comments', async () => {
    const [us, eu, other, denied] = await Promise.all([CONTROL_PLANE, REGION, EMPTY, DENIED].map(serve));
    const servers = { us: us ?? '', eu: eu ?? '', homelab: other ?? '', far: await deadAddress(), shut: denied ?? '' };
    const file = join(folderOf(), 'kubedoc.yaml');
    const { exit, stdout, stderr } = await init(kubeconfig(servers), '--profile', file);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: `${file} is written. Next:\n` });
    expect(stdout).toBe(`kubedoc workshop preflight --profile ${file} --participants … --start … --duration …\n`);
    const text = readFileSync(file, 'utf8');
    expect(text.replace(/not looked at: the cluster.*|not looked at: .*refused.*/, 'not looked at: …)'))
      .toBe(`# The profile of kubedoc; docs/profile.md tells every key.

# The clusters of workshops.
contexts:
  - context: us
    role: control-plane # in namespace coder
    domain: ai.example.com
    wildcard: "*.ai.example.com"
  - context: eu
    role: proxy # in namespace coder
    # domain: the host that people open
    # wildcard: the host of applications, '*.…'

# Looked at, and no part of it:
#   homelab (no pod of Coder was found)
#   far (not looked at: …)
#   shut (not looked at: it takes the right to list pods in all namespaces)

# The next workshop.
workshop:
  # participants: how many people take part
  # start: when it begins, such as 2026-12-01T09:00
  zone: Europe/Berlin
  # duration: how long it takes, such as 4h
  # The most that one of the 2 asks for that run.
  workspace:
    cpu: 2
    memory: 4096Mi
    namespace: coder-ws

# How the teams are reached that a report names.
# contacts:
#   on-call: '#platform'
`);
    expect(loadProfile(text, file)).toMatchObject({ profile: { contexts: [{ context: 'us' }, { context: 'eu' }] } });
  });

  it('prints it where no file is wanted', async () => {
    const file = kubeconfig({ us: await serve(EMPTY) });
    const { exit, stdout, stderr } = await init(file, '--profile', '-');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toContain('# contexts:\n#   - context: NAME\n');
    expect(stdout).toContain('  # workspace: { cpu: 2, memory: 4Gi }');
    expect(loadProfile(stdout, 'x')).toMatchObject({
      profile: { contexts: [], workshops: [{ zone: 'Europe/Berlin' }] },
    });
  });

  it('goes on without any cluster that can be seen', async () => {
    const { exit, stdout } = await init(kubeconfig({ us: await deadAddress() }), '--profile', '-');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/# {3}us \(not looked at: .+\)/);
  });

  it('looks at the contexts that are named alone', async () => {
    const file = kubeconfig({ us: await serve(CONTROL_PLANE), far: await deadAddress() });
    const { stdout } = await init(file, '--profile', '-', '--context', 'us');
    expect(stdout).toContain('- context: us');
    expect(stdout).not.toContain('far');
  });

  it('leaves a file alone that is there, unless told to', async () => {
    const profile = join(folderOf({ 'kubedoc.yaml': 'accepted: []\n' }), 'kubedoc.yaml');
    const file = kubeconfig({ us: await serve(EMPTY) });
    const refused = await init(file, '--profile', profile);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain(`${profile} is there already (name another with --profile FILE`);
    expect(readFileSync(profile, 'utf8')).toBe('accepted: []\n');
    expect((await init(file, '--profile', profile, '--force')).exit).toBe(0);
    expect(readFileSync(profile, 'utf8')).toContain('workshop:');
  });

  it('says where nothing could be written', async () => {
    const profile = join(folderOf(), 'none', 'kubedoc.yaml');
    const { exit, stderr } = await init(kubeconfig({ us: await serve(EMPTY) }), '--profile', profile);
    expect(exit).toBe(74);
    expect(stderr).toContain('could not be written: ENOENT');
  });

  it('writes names of any kind so that they are names', async () => {
    const [name, file] = ['a: "b" # c\n- d', join(folderOf(), 'kubedoc.yaml')];
    const { exit } = await init(kubeconfig({ [name]: await serve(CONTROL_PLANE) }), '--profile', file);
    expect(exit).toBe(0);
    expect(loadProfile(readFileSync(file, 'utf8'), file)).toMatchObject({ profile: { contexts: [{ context: name }] } });
  });

  it('asks nobody with --plan', async () => {
    const { exit, stdout } = await init(kubeconfig({ us: await deadAddress() }), '--plan');
    expect(exit).toBe(0);
    expect(stdout).toContain('pods');
    expect(existsSync('kubedoc.yaml')).toBe(false);
  });

  it('knows no context that there is none of', async () => {
    const { exit, stderr } = await init(kubeconfig({ us: await deadAddress() }), '--context', 'ue', '--profile', '-');
    expect(exit).toBe(2);
    expect(stderr).toContain('no context ue in the kubeconfig; did you mean us?');
  });
});
