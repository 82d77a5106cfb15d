import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import type { Report } from '../../src/model/report.ts';
import { denied, object, play, type Script } from './scripted.ts';

const RUNBOOK = `
inputs: { pod: { kind: Pod } }
steps:
  - step: well
    question: Is it well?
    check: 'false'
    yes: healthy
    no: { finding: ill, go: end }
    unknown: unclear
findings:
  ill:
    layer: runtime
    on: pod
    title: It is ill
    cause: So it is.
    severity: [{ is: P2, rule: always }]
    advice: [mend, mend-otherwise, look]
advice:
  mend:
    tier: now
    title: Mend it
    risk: changes
    recommended: [{ when: 'true', because: it helps }]
    commands: ['flux resume pod {pod.metadata.name} -n {pod.metadata.namespace}']
    verify: ['flux get pods {pod.metadata.name} -n {pod.metadata.namespace}', 'kubectl get pods {pod.metadata.name} -n {pod.metadata.namespace}']
  mend-otherwise:
    tier: now
    title: The same otherwise
    risk: changes
    commands: ['kubectl resume {pod.metadata.name} -n {pod.metadata.namespace}']
  look:
    tier: now
    title: Look
    risk: reads
    commands: ['flux check', 'flux watch Pod/{pod.metadata.name} --new', 'helm version']
programs:
  flux:
    version: [flux, version, --client]
    reads: 'flux: v(?P<version>[0-9.]+)'
    absent: '{item.name} is not there'
    silent: '{item.name} says nothing: {item.why}'
    unfit: [{ when: 'pod.metadata.name == "web" && semver(item.version, "<1.0.0")', words: '{item.name} {item.version} is too old for {pod.metadata.name}' }]
    instead:
      - { of: flux resume pod <name> -n <namespace>, use: kubectl resume <name> -n <namespace> }
      - { of: flux get pods <name> -n <namespace>, use: kubectl get pods <name> -n <namespace> }
      - { of: flux watch <kind>/<name> --new, use: kubectl watch <kind> <name>, since: '>=2.0.0' }
`;

const pod = object('Pod', 'web');
const ASKED = 'run flux version --client';
const BY_FLUX = 'flux resume pod web -n apps --context lab';
const BY_API = 'kubectl resume web -n apps --context lab';

async function told(script: Script): Promise<{ readonly report: Report; readonly asked: readonly string[] }> {
  const { report, asked } = await play(RUNBOOK, { script, inputs: { pod } });
  return { report, asked: asked.flatMap((query) => (query.from === 'run' ? [query.argv.join(' ')] : [])) };
}

function commandsOf({ findings }: Report): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries((findings[0]?.advice ?? []).map(({ id, commands }) => [id, commands]));
}

function notesOf({ notes }: Report): readonly string[] {
  return notes.map(({ text }) => text);
}

function says(stdout: string, exit = 0): Script {
  return { [ASKED]: { exit, stdout, stderr: '' } };
}

/** Facts about a look-up of a program come as they are; the script takes every other value for what it printed. */
function comesTo(fact: Fact): Script {
  return { [ASKED]: fact };
}

describe('a program that cannot be used', () => {
  test.each<[string, Script, string]>([
    ['is not installed', comesTo({ state: 'absent', what: 'program' }), 'flux is not there'],
    ['does not fit', says('flux: v0.9.0'), 'flux 0.9.0 is too old for web'],
  ])(
    '%s: what stands for its commands is printed once, and what nothing stands for as it is',
    async (_, script, note) => {
      const { report } = await told(script);
      expect(commandsOf(report)).toEqual({
        mend: [BY_API],
        look: ['flux check --context lab', 'kubectl watch Pod web --context lab', 'helm version --kube-context lab'],
      });
      expect(report.findings[0]?.advice[0]).toMatchObject({
        recommended: true,
        verify: ['kubectl get pods web -n apps --context lab'],
      });
      expect(notesOf(report)).toEqual([note]);
    },
  );
});

describe('a program that may be of use', () => {
  test.each<[string, Script, readonly string[]]>([
    ['fits', says('flux: v2.6.4'), []],
    ['was not asked', comesTo({ state: 'failed', reason: 'turned off', hint: '', unasked: true }), []],
    [
      'failed',
      comesTo({ state: 'failed', reason: 'no answer in 5 s', hint: '' }),
      ['flux says nothing: no answer in 5 s'],
    ],
    ['was denied', comesTo(denied), ['flux says nothing: the right to look']],
    ['ended badly', says('', 2), ['flux says nothing: flux version --client ended with 2']],
    ['prints nonsense', says('hello'), ['flux says nothing: flux version --client prints no version']],
  ])('%s: its commands stand beside the others', async (_, script, notes) => {
    const { report } = await told(script);
    expect(commandsOf(report)).toEqual({
      mend: [BY_FLUX],
      'mend-otherwise': [BY_API],
      look: ['flux check --context lab', 'flux watch Pod/web --new --context lab', 'helm version --kube-context lab'],
    });
    expect(notesOf(report)).toEqual(notes);
    expect(report.unknown).toEqual([]);
  });
});

test('a command that the version does not know yet is printed in its other form, and no other', async () => {
  const { report } = await told(says('flux: v1.5.0'));
  expect(commandsOf(report)).toMatchObject({
    mend: [BY_FLUX],
    look: ['flux check --context lab', 'kubectl watch Pod web --context lab', 'helm version --kube-context lab'],
  });
  expect(notesOf(report)).toEqual([]);
});

test('it is asked once, and not at all where nothing is advised', async () => {
  expect((await told(says('flux: v2.6.4'))).asked).toEqual(['flux version --client']);
  const healthy = RUNBOOK.replace("check: 'false'", "check: 'true'");
  const { asked, report } = await play(healthy, { inputs: { pod } });
  expect(report.verdict).toBe('healthy');
  expect(asked.filter(({ from }) => from === 'run')).toEqual([]);
});

const ASKS = `
inputs: { pod: { kind: Pod } }
lookups:
  history: { run: [helm, history, '{pod.metadata.name}', -n, '{pod.metadata.namespace}'], in-cluster: true, required: true }
steps:
  - step: noted
    question: Is it noted?
    check: history.stdout == "good"
    yes: healthy
    no: unclear
    unknown: unclear
programs:
  helm:
    version: [helm, version]
    reads: '(?P<version>.*)'
    absent: no
    silent: no
    cluster: { context: --kube-context, kubeconfig: --kubeconfig, as: --kube-as-user, as-group: --kube-as-group, without: HELM_ }
`;
const HISTORY = 'run helm history web -n apps';

describe('a program that asks the cluster', () => {
  test('gets its words, and how it is told which cluster', async () => {
    const printed = { exit: 0, stdout: 'good', stderr: '' };
    const { report, asked } = await play(ASKS, { script: { [HISTORY]: printed }, inputs: { pod } });
    expect(report.verdict).toBe('healthy');
    expect(asked).toContainEqual({
      from: 'run',
      argv: ['helm', 'history', 'web', '-n', 'apps'],
      inCluster: expect.objectContaining({ context: '--kube-context', without: 'HELM_' }) as object,
    });
  });

  test.each<[string, unknown, string]>([
    [
      'may not',
      { exit: 1, stdout: 'good', stderr: 'debug\nError: secrets is forbidden\n\n' },
      'Error: secrets is forbidden',
    ],
    ['ends badly', { exit: 3, stdout: 'good', stderr: '' }, 'it ended with 3'],
    ['says too much', { exit: 1, stdout: '', stderr: 'x'.repeat(999) }, 'x'.repeat(200)],
    ['is not installed', { state: 'absent', what: 'program' }, 'helm is not installed on this machine'],
    [
      'hangs',
      { state: 'failed', reason: 'no answer in 10 s', hint: 'run it by hand' },
      'no answer in 10 s; run it by hand',
    ],
  ])('%s: that is no answer', async (_, fact, need) => {
    const { report } = await play(ASKS, { script: { [HISTORY]: fact }, inputs: { pod } });
    expect(report.verdict).toBe('incomplete');
    expect(report.unknown).toMatchObject([{ lookup: HISTORY, need, required: true }]);
  });

  test.each(['--kubeconfig=/x', '-n', 'a b', '$(id)', ''])(
    'a value that is no name gets into no command: %j',
    async (name) => {
      const { report, asked } = await play(ASKS, { inputs: { pod: object('Pod', name) } });
      expect(asked.filter(({ from }) => from === 'run')).toEqual([]);
      expect(report.verdict).toBe('incomplete');
    },
  );
});
