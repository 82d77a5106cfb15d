import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { exampleFolder, folderOf, runCommand, serveExample } from '../support/run-command.ts';

const FLUX_FORM = 'flux reconcile helmrelease coder -n coder --reset --context';
const API_FORM = 'kubectl annotate helmreleases.helm.toolkit.fluxcd.io/coder -n coder';

/** What becomes of a program, and how the advice and the notes then read. */
interface Row {
  readonly program: string;
  /** The shell script that stands for it; none where it is not installed. */
  readonly script: string | undefined;
  readonly forms: readonly string[];
  /** The note that says so; none where nothing is to be said. */
  readonly note: string | undefined;
  readonly args?: readonly string[];
}

const ABSENT = 'flux is not installed on this machine';
const SKEW = 'of this machine does not speak helm.toolkit.fluxcd.io/v2';

const ROWS: readonly Row[] = [
  { program: 'of the same version', script: 'echo "flux: v2.6.4"', forms: [FLUX_FORM, API_FORM], note: undefined },
  { program: 'newer', script: 'echo "flux: v2.9.1"', forms: [FLUX_FORM, API_FORM], note: undefined },
  {
    program: 'a build of somebody',
    script: 'echo "flux: v0.0.0-dev.0"',
    forms: [FLUX_FORM, API_FORM],
    note: undefined,
  },
  { program: 'absent', script: undefined, forms: [API_FORM], note: ABSENT },
  { program: 'too old to know the API', script: 'echo "flux: v2.2.3"', forms: [API_FORM], note: `flux 2.2.3 ${SKEW}` },
  { program: 'without --reset', script: 'echo "flux: v2.1.2"', forms: [API_FORM], note: `flux 2.1.2 ${SKEW}` },
  {
    program: 'failing',
    script: 'echo "flux: segfault" >&2; exit 139',
    forms: [FLUX_FORM, API_FORM],
    note: 'flux version --client ended with 139',
  },
  { program: 'printing nonsense', script: 'echo hello', forms: [FLUX_FORM, API_FORM], note: 'prints no version' },
  { program: 'printing nothing', script: ':', forms: [FLUX_FORM, API_FORM], note: 'prints no version' },
  {
    program: 'printing without end',
    script: 'exec head -c 9000000 /dev/zero',
    forms: [FLUX_FORM, API_FORM],
    note: 'flux printed more than can be read',
  },
  {
    program: 'hanging',
    script: 'exec sleep 1000',
    forms: [FLUX_FORM, API_FORM],
    note: 'flux gave no answer in 3 s',
    args: ['--request-timeout', '3s'],
  },
  {
    program: 'not to be started',
    script: 'exit 1',
    forms: [FLUX_FORM, API_FORM],
    note: undefined,
    args: ['--no-programs'],
  },
];

describe('flux on the machine', () => {
  test.each(ROWS)('$program', async ({ script, forms, note, args = [] }) => {
    const report = await reportWith({ helm: 'echo v3.21.4', ...(script === undefined ? {} : { flux: script }) }, args);
    expect(formsIn(report)).toEqual(forms);
    expect(aboutPrograms(report)).toEqual(note === undefined ? [] : [expect.stringContaining(note)]);
    expect(report.findings[0]).toMatchObject({ code: 'rollout-does-not-fit', confidence: 'confirmed' });
  });
});

test('what flux would do is said once, in the advice for it', async () => {
  const report = await reportWith({ helm: 'echo v3.21.4' });
  const commands = report.findings.flatMap(({ advice }) => advice).flatMap((advice) => advice.commands);
  expect(commands.filter((command) => command.startsWith('flux '))).toEqual([]);
  const ids = report.findings.flatMap(({ advice }) => advice).map(({ id }) => id);
  expect(ids.filter((id) => /reset|suspend|resume/.test(id))).toEqual(['reset', 'pin-and-resume']);
});

test('without helm the labels of its Secrets stand for its history', async () => {
  const report = await reportWith({ flux: 'echo "flux: v2.6.4"' });
  const verify = report.findings.flatMap(({ advice }) => advice).flatMap((advice) => advice.verify);
  expect(verify.filter((command) => command.startsWith('helm history'))).toEqual([]);
  expect(verify).toContainEqual(
    expect.stringMatching(/^kubectl get secrets -n coder -l owner=helm,name=coder-coder -L /),
  );
  expect(aboutPrograms(report)).toEqual([expect.stringContaining('helm is not installed on this machine')]);
});

test('each is started once, with nothing to read and no more than its own words', async () => {
  const folder = folderOf();
  const script = `echo "$0 $* $(cat | wc -c)" >> ${folder}/started; echo "flux: v2.6.4"; echo v3.21.4`;
  await reportWith({ flux: script, helm: script });
  const lines = readFileSync(join(folder, 'started'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replace(/^.*\//, ''));
  expect(lines.toSorted()).toEqual(['flux version --client 0', 'helm version --short 0']);
});

test('a folder asks no program of this machine', async () => {
  const folder = folderOf();
  const PATH = programs({ flux: `touch ${folder}/started`, helm: `touch ${folder}/started` });
  const { stdout } = await runCommand(
    ['helmrelease', 'recover', 'coder/coder', '--from', exampleFolder('rollout-does-not-fit'), '-o', 'json'],
    { env: { PATH } },
  );
  expect(formsIn(JSON.parse(stdout) as Report)).toEqual([FLUX_FORM, API_FORM]);
  expect(existsSync(join(folder, 'started'))).toBe(false);
});

/** Looks at the bundled incident over the wire, with these programs and no others on the PATH. */
async function reportWith(scripts: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Report> {
  const { kubeconfig } = await serveExample('rollout-does-not-fit');
  const line = ['helmrelease', 'recover', 'coder/coder', '--kubeconfig', kubeconfig, '-o', 'json', ...args];
  const { stdout, stderr } = await runCommand(line, { env: { PATH: programs(scripts) } });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

/** A PATH with these programs and what their scripts need. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = folderOf(
    Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, `#!/bin/sh\n${script}\n`])),
  );
  for (const name of Object.keys(scripts)) chmodSync(join(folder, name), 0o755);
  return `${folder}:/usr/bin:/bin`;
}

/** In which forms the reset is offered, in the order of the advice. */
function formsIn({ findings }: Report): readonly string[] {
  const commands = findings.flatMap(({ advice }) => advice).flatMap((advice) => advice.commands);
  return [FLUX_FORM, API_FORM].filter((form) => commands.some((command) => command.startsWith(form)));
}

function aboutPrograms({ notes }: Report): readonly string[] {
  return notes.map(({ text }) => text).filter((text) => /\bof this machine\b|\bon this machine\b/.test(text));
}
