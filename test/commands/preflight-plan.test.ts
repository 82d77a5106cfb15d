import { PassThrough } from 'node:stream';
import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { register } from '../../src/cli/command-spec.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { preflightCommand, type PreflightIntent } from '../../src/cli/preflight-command.ts';
import type { Io } from '../../src/commands/io.ts';
import { planPreflight, type PreflightPlan } from '../../src/commands/preflight-plan.ts';
import type { Runbook } from '../../src/model/runbook.ts';
import { loadProfile, NO_PROFILE, type Profile } from '../../src/profile/load-profile.ts';
import type { AskLine } from '../../src/terminal/ask-line.ts';
import { folderOf } from '../support/run-command.ts';

const NOW = Date.UTC(2026, 10, 22, 3) / 1000;
const TIMES = ['--participants', '30', '--start', '2026-12-01T09:00', '--duration', '4h'];

const KUBECONFIG = `
current-context: us
clusters: [{ name: c, cluster: { server: 'https://192.0.2.1' } }]
users: [{ name: u, user: {} }]
contexts:
  - { name: us, context: { cluster: c, user: u } }
  - { name: eu, context: { cluster: c, user: u } }
  - { name: homelab, context: { cluster: c, user: u } }
`;

/** A runbook with one threshold; a plan asks nothing else of runbooks. */
const CHECK = {
  name: 'preflight-provisioners',
  check: {},
  inputs: {
    participants: { kind: 'number', optional: true },
    participantsPerProvisioner: { kind: 'number', optional: true },
    other: { kind: 'text', optional: true },
  },
} as unknown as Runbook;

function io(env: NodeJS.ProcessEnv = { TZ: 'Europe/Berlin' }, files: (path: string) => string = () => KUBECONFIG): Io {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream;
  const never = () => Promise.resolve();
  return {
    stdin: stream as unknown as NodeJS.ReadStream,
    stdout: stream,
    stderr: stream,
    env,
    home: '/home',
    wait: never,
    deadline: never,
    runbooks: () => new Map([[CHECK.name, CHECK]]),
    readFile: files,
    signal: new AbortController().signal,
  };
}

function intentOf(args: readonly string[]): PreflightIntent {
  const parsed = parseArguments(['workshop', 'preflight', ...args], [register(preflightCommand, (intent) => intent)]);
  if (parsed.is !== 'chosen') throw new Error(parsed.text);
  return parsed.choice;
}

function profileOf(text: string): Profile {
  const loaded = loadProfile(text, 'kubedoc.yaml');
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.profile;
}

interface Given {
  readonly profile?: Profile;
  readonly ask?: AskLine;
  readonly machine?: Io;
}

async function plan(args: readonly string[], given: Given = {}): Promise<PreflightPlan> {
  const { profile = NO_PROFILE, ask, machine = io() } = given;
  const planned = await planPreflight(intentOf(args), profile, { now: NOW, ask, io: machine });
  if (planned === undefined) throw new Error('the person left');
  return planned;
}

const ESTATE = `contexts:
  - { context: us, role: control-plane, domain: ai.example.com, wildcard: '*.ai.example.com' }
  - { context: eu, role: proxy, domain: eu.example.com, aws-profile: work, aws-region: eu-central-1 }
workshop:
  participants: 20
  start: 2026-12-02T10:00
  zone: America/New_York
  duration: 2h
  workspace: { cpu: 2, memory: 4Gi, ephemeral-storage: 10Gi, per-participant: 2, namespace: coder-ws, images: ['a:1'] }
thresholds: { participants-per-provisioner: 3 }
`;

describe('a plan without a profile', () => {
  it('is for the current context, in the zone of the machine', async () => {
    const { workshop, places, notes } = await plan(TIMES);
    expect(places).toMatchObject([{ place: { context: 'us', role: '', domain: '', wildcard: '' } }]);
    expect(workshop).toEqual({
      participants: 30,
      window: { start: '2026-12-01T08:00:00Z', end: '2026-12-01T12:00:00Z', zone: 'Europe/Berlin' },
      workspace: {
        cpuMillicores: null,
        memoryBytes: null,
        storageBytes: null,
        perParticipant: 1,
        namespace: '',
        images: [],
      },
      thresholds: {},
    });
    expect(notes).toEqual([]);
  });

  it('opens each context that was typed', async () => {
    const { places } = await plan([...TIMES, '--context', 'us', '--context', 'eu', '--context-role', 'eu=proxy']);
    expect(places.map(({ place, options }) => [place.context, place.role, options.context])).toEqual([
      ['us', '', 'us'],
      ['eu', 'proxy', 'eu'],
    ]);
  });

  it('takes a host without a context where there is one', async () => {
    const { places } = await plan([...TIMES, '--domain', 'ai.example.com', '--wildcard', '*.ai.example.com']);
    expect(places[0]?.place).toMatchObject({ domain: 'ai.example.com', wildcard: '*.ai.example.com' });
  });
});

describe('a plan with a profile', () => {
  it('asks AWS about each context as the profile says, unless something else was typed', async () => {
    const asked = async (typed: readonly string[]) => {
      const { places } = await plan(typed, { profile: profileOf(ESTATE) });
      return places.map(({ options }) => [options.awsProfile, options.awsRegion]);
    };
    expect(await asked([])).toEqual([
      [undefined, undefined],
      ['work', 'eu-central-1'],
    ]);
    expect(await asked(['--aws-profile', 'home'])).toEqual([
      ['home', undefined],
      ['home', 'eu-central-1'],
    ]);
  });

  it('takes all of it', async () => {
    const { workshop, places } = await plan([], { profile: profileOf(ESTATE) });
    expect(places.map(({ place }) => place)).toEqual([
      { context: 'us', role: 'control-plane', domain: 'ai.example.com', wildcard: '*.ai.example.com' },
      { context: 'eu', role: 'proxy', domain: 'eu.example.com', wildcard: '' },
    ]);
    expect(workshop).toEqual({
      participants: 20,
      window: { start: '2026-12-02T15:00:00Z', end: '2026-12-02T17:00:00Z', zone: 'America/New_York' },
      workspace: {
        cpuMillicores: 2000,
        memoryBytes: 4 * 1024 ** 3,
        storageBytes: 10 * 1024 ** 3,
        perParticipant: 2,
        namespace: 'coder-ws',
        images: ['a:1'],
      },
      thresholds: { participantsPerProvisioner: 3 },
    });
  });

  it('takes what was typed before it', async () => {
    const flags = ['--participants', '5', '--threshold', 'participants-per-provisioner=1', '--workspace-cpu', '1'];
    const where = ['--context', 'eu', '--domain', 'other.example.com'];
    const { workshop, places } = await plan([...flags, ...where], { profile: profileOf(ESTATE) });
    expect(workshop).toMatchObject({ participants: 5, thresholds: { participantsPerProvisioner: 1 } });
    expect(workshop.workspace).toMatchObject({ cpuMillicores: 1000, memoryBytes: 4 * 1024 ** 3 });
    expect(places.map(({ place }) => place)).toMatchObject([{ role: 'proxy', domain: 'other.example.com' }]);
  });

  const SEVERAL = `contexts: [{ context: us }, { context: eu }]
workshops:
  - { name: december, participants: 9, start: 2026-12-01T09:00, duration: 4h, contexts: [eu] }
  - { name: january, participants: 9, start: 2027-01-01T09:00, duration: 4h }
`;

  it('looks where the workshop is held that is named', async () => {
    const { places } = await plan(['--workshop', 'december'], { profile: profileOf(SEVERAL) });
    expect(places.map(({ place }) => place.context)).toEqual(['eu']);
  });

  it.each([
    [[], 'the profile holds several workshops', 'december, january'],
    [['--workshop', 'decembr'], 'the profile holds no workshop decembr', 'did you mean december?'],
  ])('of several wants one named: %j', async (args, message, hint) => {
    const planned = plan(args, { profile: profileOf(SEVERAL) });
    await expect(planned).rejects.toMatchObject({ message, hint: expect.stringContaining(hint) as string });
  });

  it.each([
    ['2027-01-01T09:00', '2026-12-31T10:00', '1d', true],
    ['2027-01-01T09:00', '2027-01-01T13:00', '1h', false],
    ['2027-01-01T09:00', '2027-01-01T08:00', '1h', false],
  ])('refuses two in one place at one time: %s and %s', async (first, second, duration, overlap) => {
    const text = SEVERAL.replace('2027-01-01T09:00', first)
      .replace('2026-12-01T09:00', second)
      .replace('duration: 4h', `duration: ${duration}`);
    const planned = plan(['--workshop', 'january'], { profile: profileOf(text) });
    if (!overlap) return expect(planned).resolves.toBeDefined();
    await expect(planned).rejects.toMatchObject({
      message: 'kubedoc.yaml:4:46: the workshops december and january overlap in the same place',
      hint: 'the former is at kubedoc.yaml:3:47',
    });
  });
});

describe('what is missing', () => {
  it('is told at once where nobody is there', async () => {
    await expect(plan(['--start', 'now'])).rejects.toMatchObject({
      message: 'nothing says how many people take part, how long it takes',
      hint: 'add --participants, --duration, or write workshop.participants, workshop.duration into kubedoc.yaml',
    });
  });

  it('is asked of the person, who hears what is no answer', async () => {
    const asked: string[] = [];
    const answers = ['12', '2026-12-01T09:00', '90m'];
    const ask: AskLine = (question) => {
      asked.push(question.text, question.wrong('') ?? '');
      return Promise.resolve(answers.shift());
    };
    const { workshop } = await plan([], { ask });
    expect(asked).toEqual([
      'How many people take part?',
      'a whole number from 1 to 10000',
      'When does it begin? (2026-12-01T09:00 in Europe/Berlin, RFC 3339, or now)',
      expect.stringContaining('"" is no time'),
      'How long does it take?',
      expect.stringContaining('"" is no length of time'),
    ]);
    expect(workshop).toMatchObject({ participants: 12, window: { end: '2026-12-01T09:30:00Z' } });
  });

  it('is nothing that is gone on with where the person leaves', async () => {
    const planning = { now: NOW, ask: () => Promise.resolve(undefined), io: io() };
    expect(await planPreflight(intentOf([]), NO_PROFILE, planning)).toBeUndefined();
  });
});

describe('what makes no sense', () => {
  it.each([
    [['--context', 'ue'], 'no context ue in the kubeconfig; did you mean us?'],
    [['--zone', 'Europe/Berln'], '--zone: there is no time zone "Europe/Berln"'],
    [['--start', '2026-11-01T09:00'], '--start: the workshop is over'],
    [['--duration', '0h'], '--duration: "0h" is too short'],
    [
      ['--threshold', 'participants-per-provisoner=3'],
      '--threshold: no check has a threshold participants-per-provisoner',
    ],
    [['--threshold', 'participants=3'], '--threshold: no check has a threshold participants'],
    [['--workspace-namespace', 'A_b'], '"A_b" is not the name of a namespace'],
    [['--context-role', 'us=prxy'], '--context-role: there is no role prxy'],
    [['--domain', 'https://ai.example.com'], '--domain: "https://ai.example.com" is no host'],
    [['--wildcard', 'ai.example.com'], '--wildcard: "ai.example.com" is no host with a star'],
    [['--domain', 'eu=ai.example.com'], '--domain: eu is none of the contexts of this preflight'],
    [['--context', 'us', '--context', 'eu', '--domain', 'a.example.com'], '--domain a.example.com: of which context?'],
    [['--workshop', 'x'], 'the profile holds no workshop x'],
    [['--from', '/nonexistent/folder'], 'there is no folder /nonexistent/folder'],
  ])('%j', async (args, message) => {
    await expect(plan([...TIMES, ...args])).rejects.toThrow(message);
  });

  it.each([
    ['start: 2026-12-02T10:00', 'start: 2025-12-02T10:00', 'kubedoc.yaml:6:10: the workshop is over'],
    ['context: eu', 'context: ue', 'kubedoc.yaml:3:5: no context ue in the kubeconfig; did you mean us?'],
    [
      'per-provisioner: 3',
      'per-provisoner: 3',
      'kubedoc.yaml:10:44: no check has a threshold participants-per-provisoner',
    ],
  ])('in the profile is told with its place: %s', async (good, bad, message) => {
    await expect(plan([], { profile: profileOf(ESTATE.replace(good, bad)) })).rejects.toThrow(message);
  });
});

describe('folders', () => {
  const snapshot = (context: string): string => `capturedAt: 2025-11-15T18:15:03Z\ncontext: ${context}\n`;

  function folders(files: Readonly<Record<string, string>>): readonly string[] {
    const root = folderOf();
    return Object.entries(files).map(([name, text]) => {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, text === '' ? 'other.yaml' : 'snapshot.yaml'), text);
      return join(root, name);
    });
  }

  const from = (all: readonly string[]): readonly string[] => all.flatMap((folder) => ['--from', folder]);
  const THEN = ['--participants', '3', '--start', '2025-11-20T09:00Z', '--duration', '4h'];

  it('are called as they say, and have their own time', async () => {
    const all = folders({ a: snapshot('us'), b: '' });
    const { places, workshop } = await plan([...THEN, ...from(all)], {
      profile: profileOf('contexts: [{ context: us, role: proxy }]\n'),
    });
    expect(places.map(({ place, options }) => [place.context, place.role, options.from])).toEqual([
      ['us', 'proxy', all[0]],
      ['b', '', all[1]],
    ]);
    expect(workshop.window.start).toBe('2025-11-20T09:00:00Z');
  });

  it('of one context are called by their own names', async () => {
    const { places } = await plan([...THEN, ...from(folders({ a: snapshot('us'), b: snapshot('us') }))]);
    expect(places.map(({ place }) => place.context)).toEqual(['a', 'b']);
  });

  it('that no name tells apart are refused', async () => {
    const all = [...folders({ a: snapshot('us') }), ...folders({ a: snapshot('us') })];
    await expect(plan([...THEN, ...from(all)])).rejects.toThrow('two of the folders are called a');
  });
});

describe('a pod', () => {
  const pod = io({ TZ: 'UTC', KUBERNETES_SERVICE_HOST: '192.0.2.1', KUBERNETES_SERVICE_PORT: '443' }, (path) => {
    if (path.startsWith('/var/run/secrets')) return 'x';
    throw Object.assign(new Error('none'), { code: 'ENOENT' });
  });

  it('is its own cluster, called as somebody says', async () => {
    const { places } = await plan([...TIMES, '--context', 'eu'], { machine: pod, profile: profileOf(ESTATE) });
    expect(places).toMatchObject([{ place: { context: 'eu', role: 'proxy' }, options: { context: undefined } }]);
  });

  it('cannot be all clusters of a profile', async () => {
    const planned = plan(TIMES, { machine: pod, profile: profileOf(ESTATE) });
    await expect(planned).rejects.toMatchObject({ hint: 'say which one it is: --context us or eu' });
  });
});
