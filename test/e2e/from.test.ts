import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { exampleFolder, folderOf, runCommand } from '../support/run-command.ts';

interface Report {
  readonly context: string;
  readonly now: string;
  readonly verdict: string;
  readonly findings: readonly {
    readonly code: string;
    readonly advice: readonly { readonly id: string; readonly recommended: boolean }[];
  }[];
  readonly unknown: readonly { readonly lookup: string; readonly state: string; readonly required: boolean }[];
  readonly unanswered: readonly { readonly question: string }[];
}

const INCIDENT = exampleFolder('rollout-does-not-fit');

/** A copy of an example to be changed. */
function copyOf(example: string): string {
  const folder = folderOf();
  cpSync(exampleFolder(example), folder, { recursive: true });
  return folder;
}

/** All objects of an example. */
function objectsIn(folder: string): readonly { kind: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'snapshot.yaml' && name !== 'answers.yaml')
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((one) => one.toJS() as never))
    .flatMap((value: { kind: string; items?: { kind: string }[] }) => value.items ?? [value]);
}

async function reportOf(folder: string, more: readonly string[] = []): Promise<Report> {
  const { stdout, stderr } = await runCommand(['hr', 'recover', '-o', 'json', '--from', folder, ...more]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

test('any mix of YAML and JSON, single objects, Lists and several documents says the same', async () => {
  const expected = await runCommand(['hr', 'recover', '-o', 'json', '--from', INCIDENT]);
  const objects = objectsIn(INCIDENT);
  const [pods, others] = [objects.filter(({ kind }) => kind === 'Pod'), objects.filter(({ kind }) => kind !== 'Pod')];
  const half = Math.floor(others.length / 2);
  const folder = folderOf({
    'snapshot.yaml': readFileSync(join(INCIDENT, 'snapshot.yaml'), 'utf8'),
    'pods.json': JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: pods }),
    'a.yaml': stringify({ apiVersion: 'v1', kind: 'List', items: others.slice(0, half) }),
    'b.yml': others
      .slice(half, -1)
      .map((object) => stringify(object))
      .join('---\n'),
    'README.md': '# not read\n',
    'values.yaml': 'coder: {}\n',
    'kustomization-notes.txt': 'a: [',
  });
  cpSync(join(INCIDENT, 'logs'), join(folder, 'logs'), { recursive: true });
  mkdirSync(join(folder, 'deeper', 'still'), { recursive: true });
  writeFileSync(join(folder, 'deeper', 'still', 'one.json'), JSON.stringify(others.at(-1)));
  expect(await runCommand(['hr', 'recover', '-o', 'json', '--from', folder])).toEqual(expected);
});

test('without snapshot.yaml now is the newest time in the objects, and the context is the name of the folder', async () => {
  const folder = join(folderOf(), 'tuesday');
  cpSync(INCIDENT, folder, { recursive: true });
  rmSync(join(folder, 'snapshot.yaml'));
  const report = await reportOf(folder);
  const times = JSON.stringify(objectsIn(folder)).match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=[.\dZ])/g) ?? [];
  expect(report.context).toBe('tuesday');
  expect(report.now.slice(0, 16)).toBe(times.toSorted().at(-1)?.slice(0, 16));
  expect(report.verdict).toBe('problem');
  expect((await reportOf(`${folder}/`)).context).toBe(basename(folder));
});

test('snapshot.yaml says when, where and what was refused', async () => {
  const folder = copyOf('healthy');
  const denied = {
    capturedAt: '2031-02-03T04:05:06Z',
    context: 'prod-eu',
    complete: true,
    denied: ['helmreleases.helm.toolkit.fluxcd.io'],
  };
  writeFileSync(join(folder, 'snapshot.yaml'), stringify(denied));
  const outcome = await runCommand(['hr', 'recover', '-o', 'json', '--from', folder]);
  const report = JSON.parse(outcome.stdout) as Report;
  expect(outcome.exit).toBe(3);
  expect(report).toMatchObject({ context: 'prod-eu', now: '2031-02-03T04:05:06Z', verdict: 'incomplete' });
  expect(report.unknown.filter(({ required, state }) => required && state === 'denied')).not.toEqual([]);
});

test('a kind that the folder does not hold is unknown; an empty list, or the word of the snapshot, says that there is none', async () => {
  const statefulsets = (report: Report) => report.unknown.filter(({ lookup }) => lookup.includes('statefulsets'));
  const folder = copyOf('healthy');
  const without = { ...(parse(readFileSync(join(folder, 'snapshot.yaml'), 'utf8')) as object), complete: false };
  writeFileSync(join(folder, 'snapshot.yaml'), stringify(without));
  // A release that is named is walked whatever its state, so that the kinds are asked for.
  const named = ['coder/coder', '--verify'];
  expect(statefulsets(await reportOf(folder, named))).toHaveLength(1);

  writeFileSync(join(folder, 'statefulsets.apps.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }));
  expect(statefulsets(await reportOf(folder, named))).toEqual([]);

  rmSync(join(folder, 'statefulsets.apps.json'));
  writeFileSync(join(folder, 'snapshot.yaml'), stringify({ ...without, complete: ['statefulsets.apps'] }));
  expect(statefulsets(await reportOf(folder, named))).toEqual([]);
});

test('answers.yaml answers what only a person knows, and a flag wins over it', async () => {
  const recommended = (report: Report) =>
    report.findings.flatMap(({ advice }) => advice.filter((one) => one.recommended).map(({ id }) => id));
  const open = await reportOf(INCIDENT);
  expect(open.unanswered.map(({ question }) => question)).toEqual(['interruption']);

  const folder = copyOf('rollout-does-not-fit');
  writeFileSync(join(folder, 'answers.yaml'), 'interruption: true\n');
  const yes = await reportOf(folder);
  expect(yes.unanswered).toEqual([]);
  writeFileSync(join(folder, 'answers.yaml'), 'interruption: "no"\nanother-runbook: yes\n');
  const no = await reportOf(folder);
  expect(no.unanswered).toEqual([]);
  expect(recommended(yes)).not.toEqual(recommended(no));
  expect(recommended(await reportOf(folder, ['--answer', 'interruption=yes']))).toEqual(recommended(yes));
  expect(recommended(await reportOf(INCIDENT, ['--answer', 'interruption=yes']))).toEqual(recommended(yes));
});

test('an answer in the folder that is none is refused as one from a flag', async () => {
  const folder = copyOf('rollout-does-not-fit');
  writeFileSync(join(folder, 'answers.yaml'), 'interruption: perhaps\n');
  const outcome = await runCommand(['hr', 'recover', '--from', folder]);
  expect(outcome).toMatchObject({ exit: 2, stdout: '' });
  expect(outcome.stderr).toContain('"perhaps" is no answer to interruption');
});

test('logs of the folder are read where the walk needs them', async () => {
  const folder = copyOf('rollout-does-not-fit');
  const plain = await runCommand(['hr', 'recover', '-o', 'json', '--from', folder]);
  mkdirSync(join(folder, 'logs', 'coder', 'nobody'), { recursive: true });
  writeFileSync(join(folder, 'logs', 'coder', 'nobody', 'app.previous.log'), 'panic: [\n');
  writeFileSync(join(folder, 'logs', 'README.md'), 'not a log');
  writeFileSync(join(folder, 'commands.yaml'), '- run: flux version --client\n  stdout: "flux: v2.6.0"\n');
  expect(await runCommand(['hr', 'recover', '-o', 'json', '--from', folder])).toEqual(plain);
});

test('commands.yaml that is malformed is refused with its place', async () => {
  const folder = copyOf('healthy');
  writeFileSync(join(folder, 'commands.yaml'), '- run: [flux]\n  exit: soon\n');
  const outcome = await runCommand(['hr', 'recover', '--from', folder]);
  expect(outcome.exit).toBe(2);
  expect(outcome.stderr).toMatch(/commands\.yaml:2:9: exit is a whole number/);
});

test('an object that stands in two files counts once', async () => {
  const folder = copyOf('healthy');
  cpSync(join(folder, 'helmrelease.yaml'), join(folder, 'again.yaml'));
  const [once, twice] = await Promise.all(
    [exampleFolder('healthy'), folder].map((one) => runCommand(['hr', 'recover', '-o', 'json', '--from', one])),
  );
  expect(twice).toEqual(once);
});
