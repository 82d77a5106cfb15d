import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Progress, Question, World } from '../../src/model/world.ts';
import type { Action, Reply } from '../../src/terminal/reply.ts';
import { exitCodeOf, runSession, type SessionInput } from '../../src/terminal/session.ts';
import { fakeTerminal } from './fixtures/fake-stream.ts';
import { finding, reportOf, step } from './fixtures/report.ts';

/** A session whose person gives these replies, and a protocol of all that happened. */
function scripted(replies: readonly Reply[], rest: Partial<SessionInput> = {}) {
  const { stream, text } = fakeTerminal({ isTTY: true, columns: 80 });
  const log: string[] = [];
  const asked: { question: Question; allowed: readonly Action[] }[] = [];
  const left = [...replies];
  const note = (event: string) => () => log.push(event);
  const input: SessionInput = {
    walk: twoQuestions(log),
    prompter: {
      async ask(question, allowed) {
        asked.push({ question, allowed });
        log.push(`ask ${question.id}`);
        const reply = left.shift();
        if (reply === undefined) throw new Error(`nobody expected ${question.text}`);
        return reply;
      },
    },
    progress: {
      tell: (event) => log.push(tellText(event)),
      pause: note('pause'),
      resume: note('resume'),
      restart: note('restart'),
      stop: note('stop'),
    },
    presets: {},
    show: async (report) => void log.push(`show ${report.title}`),
    stderr: stream,
    color: false,
    signal: new AbortController().signal,
    ...rest,
  };
  return { input, log, asked, text };
}

function tellText(event: Progress): string {
  if (event.event === 'step') return `step ${event.step.question}`;
  return event.event;
}

function twoQuestions(log: string[]) {
  return async (ask: World['ask'], tell: World['tell'], fresh: boolean): Promise<Report> => {
    log.push(fresh ? 'fresh walk' : 'walk');
    tell({ event: 'waiting', lookup: 'list pods' });
    tell({ event: 'arrived', lookup: 'list pods' });
    tell({ event: 'step', step: step('before', 'yes', true) });
    const first = await ask(question('first'));
    tell({ event: 'step', step: step('between', 'yes', true) });
    const second = await ask(question('second'));
    tell({ event: 'finding', code: 'KD-1', title: 'found it' });
    return reportOf(`${String(first)} ${String(second)}`);
  };
}

function question(id: string): Question {
  return { id, text: `${id}?`, options: ['yes', 'no'].map((value) => ({ value, label: value, hint: '' })) };
}

const yes: Reply = { kind: 'answer', value: 'yes' };
const no: Reply = { kind: 'answer', value: 'no' };
const quit: Reply = { kind: 'quit' };

describe('runSession', () => {
  test('walks, pauses for every question, shows, and asks what now', async () => {
    const { input, log } = scripted([yes, no, quit]);
    const end = await runSession(input);
    expect(end).toMatchObject({ ended: 'quit', report: { title: 'yes no' } });
    expect(end.answers.map(({ id, value }) => `${id}=${value}`)).toEqual(['first=yes', 'second=no']);
    expect(log).toEqual(
      (
        'restart,walk,waiting,arrived,step before,pause,ask first,resume,step between,' +
        'pause,ask second,resume,finding,pause,show yes no,ask what-now,stop'
      ).split(','),
    );
  });

  test('a step that only repeats what the person answered is not told again', async () => {
    const walk: SessionInput['walk'] = async (ask, tell) => {
      const answer = (await ask(question('first'))) ?? '';
      tell({ event: 'step', step: step('first?', answer, null) });
      tell({ event: 'step', step: step('first?', answer, null, 'and more') });
      return reportOf('r');
    };
    const { input, log } = scripted([yes, quit], { walk });
    await runSession(input);
    expect(log.filter((line) => line === 'step first?')).toHaveLength(1);
  });

  test('back drops the last answer and tells nothing twice', async () => {
    const { input, log, text } = scripted([yes, { kind: 'back' }, no, yes, quit]);
    expect((await runSession(input)).report?.title).toBe('no yes');
    expect(log.filter((line) => line === 'step before')).toHaveLength(1);
    expect(log.filter((line) => line === 'step between')).toHaveLength(2);
    expect(log).not.toContain('fresh walk');
    expect(text()).toContain('— back —\n');
  });

  test('back from the report keeps the earlier answers', async () => {
    const { input, log } = scripted([yes, yes, { kind: 'back' }, no, quit]);
    expect((await runSession(input)).report?.title).toBe('yes no');
    expect(log.filter((line) => line === 'ask first')).toHaveLength(1);
  });

  test('retest walks afresh with the same answers and tells every step', async () => {
    const { input, log } = scripted([yes, { kind: 'retest' }, no, quit]);
    expect((await runSession(input)).report?.title).toBe('yes no');
    expect(log).toContain('fresh walk');
    expect(log.filter((line) => line === 'step before')).toHaveLength(2);
  });

  test('back is offered only when there is something to go back to', async () => {
    const { input, asked } = scripted([yes, yes, quit], { presets: {} });
    await runSession(input);
    expect(asked.map(({ allowed }) => allowed.includes('back'))).toEqual([false, true, true]);
    const preset = scripted([quit], { presets: { first: 'yes', second: 'no' } });
    expect((await runSession(preset.input)).report?.title).toBe('yes no');
    expect(preset.asked[0]?.allowed).not.toContain('back');
  });

  test('not knowing is an answer', async () => {
    const { input } = scripted([{ kind: 'unknown' }, yes, quit]);
    expect((await runSession(input)).report?.title).toBe('unknown yes');
  });

  test('evidence prints what is known and asks again', async () => {
    const { input, asked, text } = scripted([yes, { kind: 'evidence' }, yes, quit]);
    await runSession(input);
    expect(asked.map(({ question: { id } }) => id)).toEqual(['first', 'second', 'second', 'what-now']);
    expect(text()).toMatch(/evidence so far[^]*before[^]*between[^]*looked at {3}list pods/);
  });

  test.each([
    ['quit', undefined],
    ['interrupted', 130],
    ['terminated', 143],
  ] as const)('%s in the middle leaves without a report', async (kind, code) => {
    const { input, log } = scripted([yes, { kind }]);
    const end = await runSession(input);
    expect(end).toMatchObject({ ended: kind, report: undefined });
    expect(exitCodeOf(end)).toBe(code);
    expect(log.at(-1)).toBe('stop');
  });

  test.each([
    ['SIGINT', 'interrupted'],
    ['SIGTERM', 'terminated'],
  ])('%s ends a walk that never answers', async (signal, ended) => {
    const controller = new AbortController();
    const walk = () =>
      new Promise<Report>(() => {
        controller.abort(signal);
      });
    expect(await runSession(scripted([], { walk, signal: controller.signal }).input)).toMatchObject({ ended });
  });

  test('what a left walk still tells is not heard', async () => {
    let tellLate: World['tell'] = () => undefined;
    const { input, log } = scripted([quit]);
    const walk: SessionInput['walk'] = (ask, tell, fresh) => {
      tellLate = tell;
      return input.walk(ask, tell, fresh);
    };
    await runSession({ ...input, walk });
    tellLate({ event: 'arrived', lookup: 'late' });
    expect(log.at(-1)).toBe('stop');
  });

  test('what the walk rejects with comes through, with the spinner stopped', async () => {
    const { input, log } = scripted([], { walk: () => Promise.reject(new Error('no such answer')) });
    await expect(runSession(input)).rejects.toThrow('no such answer');
    expect(log.at(-1)).toBe('stop');
  });
});

describe('after the report', () => {
  const wish = (value: string): Reply => ({ kind: 'answer', value });
  const labelOfCopy = (asked: readonly { question: Question }[]) =>
    asked[0]?.question.options.find(({ value }) => value === 'copy')?.label;
  const reportOnly = (report: Report) => ({ walk: () => Promise.resolve(report) });

  test('offers what the report has', async () => {
    const { input, asked } = scripted([quit, quit], reportOnly(reportOf('r')));
    await runSession(input);
    expect(asked[0]?.question.options.map(({ value }) => value).join()).toBe(
      'evidence,options,verify,copy,retest,quit',
    );
    const healthy = scripted([quit], reportOnly(reportOf('r', [], [])));
    await runSession(healthy.input);
    expect(healthy.asked[0]?.question.options.map(({ value }) => value).join()).toBe('evidence,retest,quit');
    expect(healthy.asked[0]?.allowed.join()).toBe('evidence,retest,quit');
  });

  test('says each time what it is about, on one line for each title', async () => {
    const one = { ...finding(), title: 'no room\nfor it' };
    const { input, text } = scripted([wish('verify'), quit], reportOnly(reportOf('r', [], [one, finding()])));
    await runSession(input);
    expect(text().match(/^ {2}✖ no room.*for it, and 1 more$/gm)).toHaveLength(2);
    const healthy = scripted([quit], reportOnly(reportOf('r', [], [])));
    await runSession(healthy.input);
    expect(healthy.text()).not.toContain('✖');
  });

  test('shows evidence, options and verification, each command whole on one line', async () => {
    const long = `kubectl get pods --context homelab -n ${'x'.repeat(100)}`;
    const one = finding();
    const withLong = finding(one.advice.map((advice) => ({ ...advice, commands: [long], verify: [long] })));
    const { input, text } = scripted(
      [wish('evidence'), wish('options'), wish('verify'), wish('quit')],
      reportOnly(reportOf('r', [], [withLong])),
    );
    await runSession(input);
    expect(text()).toContain('Pod coder/coder-1  status.phase: Pending');
    expect(text()).toContain('Pod coder-1  spec.nodeName: not set');
    expect(text()).toContain('ruled out: image pull: never scheduled');
    expect(text()).toContain('not looked at: list nodes (denied); grant list on nodes');
    expect(text()).toContain(
      'Make room\n    workaround until it is fixed for good · LOSES DATA · the cache\n    + quick\n    - comes back\n',
    );
    expect(text().match(new RegExp(`\\$ ${long}\n`, 'g'))).toHaveLength(2);
  });

  test('the evidence is that of the findings, or the steps where nothing was found', async () => {
    const path = [step('Is it ready?', 'yes', true)];
    for (const [findings, shown] of [
      [[finding()], false],
      [[], true],
    ] as const) {
      const { input, text } = scripted([wish('evidence'), quit], reportOnly(reportOf('r', path, findings)));
      await runSession(input);
      expect(text().includes('✔ Is it ready?')).toBe(shown);
      expect(text().includes('chain: Pod coder/coder-1')).toBe(!shown);
    }
  });

  test('copies one command after the other', async () => {
    const { input, text, asked } = scripted(
      [{ kind: 'copy' }, { kind: 'copy' }, { kind: 'copy' }, quit],
      reportOnly(reportOf('r')),
    );
    await runSession(input);
    expect(labelOfCopy(asked)).toBe('Copy the recommended command');
    const sent = [...text().matchAll(/52;c;([\w+/=]*)/g)].map(([, data = '']) =>
      Buffer.from(data, 'base64').toString(),
    );
    expect(sent.map((command) => command.slice(0, 11))).toEqual(['flux reconc', 'echo second', 'flux reconc']);
    expect(text()).toContain('copied (2 of 2): echo second\n');
  });

  test('where there is no command, the change is copied', async () => {
    const only = finding(
      finding()
        .advice.slice(0, 1)
        .map((advice) => ({ ...advice, commands: [] })),
    );
    const { input, text, asked } = scripted([{ kind: 'copy' }, quit], reportOnly(reportOf('r', [], [only])));
    await runSession(input);
    expect(labelOfCopy(asked)).toBe('Copy the recommended change');
    expect(text()).toContain(Buffer.from('maxSurge: 0\nmaxUnavailable: 1').toString('base64'));
  });
});
