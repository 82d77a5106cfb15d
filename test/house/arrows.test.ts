import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Arrows,
  badlyWritten,
  brokenArrows,
  brokenReservations,
  cycles,
  impureImports,
  type Reserved,
} from './arrows.ts';
import { parseSourceFile, type SourceFile } from './source-file.ts';

const COMMANDS_PUT_TOGETHER = 'A command puts the parts of one job together.';
const MAIN_PUTS_TOGETHER = 'main is the only place where real things are put together.';

/** Which room may import which, and why. A room may always import itself; what is not here is forbidden. */
const ARROWS: Arrows = {
  '../runbooks': {},
  model: {},
  text: {
    model: 'Queries and objects are written down as text here.',
    '../runbooks': 'The words by which programs fail are data, which the build takes in.',
  },
  layout: {
    model: 'It lays out the steps of a walk.',
    text: 'What is laid out is made safe first.',
  },
  probes: {
    model: 'A probe computes over facts and objects.',
    text: 'Quantities, durations and times arrive as text.',
  },
  expression: {
    model: 'A condition is evaluated over the values of facts.',
    text: 'Its functions read quantities, durations and times.',
  },
  runbook: {
    model: 'A checked runbook is one of the nouns.',
    text: 'Its complaints quote what is in the file and guess what was meant.',
    expression: 'A wrong condition is found when the file is loaded.',
    probes: 'The names and parameters of probes are checked when the file is loaded.',
  },
  profile: {
    model: 'What it accepts are findings of a report.',
    text: 'Its days are held against the calendar.',
    runbook: 'A file of a person is read and complained about in one way.',
  },
  preflight: {
    model: 'It makes the checks of a preflight out of reports.',
    text: 'Values are written as text in its evidence.',
    layout: 'Objects are called as on every page.',
  },
  engine: {
    model: 'It walks a runbook over facts towards a report.',
    text: 'Placeholders are filled and suggested commands are built.',
    expression: 'Branches are chosen by conditions.',
    probes: 'Steps call probes by name.',
  },
  sources: {
    model: 'A source answers queries with facts.',
    text: 'Answers of servers and programs are made safe at the boundary.',
  },
  replay: {
    model: 'It serves objects.',
    text: 'Timestamps in the objects decide what time it is.',
  },
  render: {
    model: 'It turns a report into text.',
    text: 'Amounts and times are written for people, and everything is escaped.',
    layout: 'A report is laid out on a page.',
  },
  terminal: {
    model: 'It asks the questions and tells the progress of a walk.',
    text: 'Nothing reaches the terminal unescaped.',
    layout: 'Prompts and progress fit the width of the terminal.',
  },
  cli: {
    model: 'What the user wants is a value, and wrong usage an error, of the model.',
    text: 'A mistyped word gets a suggestion.',
    runbook: 'The catalogue makes commands and their help.',
    render: 'The names of the formats are in the help.',
  },
  commands: {
    model: COMMANDS_PUT_TOGETHER,
    text: COMMANDS_PUT_TOGETHER,
    layout: COMMANDS_PUT_TOGETHER,
    probes: COMMANDS_PUT_TOGETHER,
    expression: COMMANDS_PUT_TOGETHER,
    runbook: COMMANDS_PUT_TOGETHER,
    profile: COMMANDS_PUT_TOGETHER,
    preflight: COMMANDS_PUT_TOGETHER,
    engine: COMMANDS_PUT_TOGETHER,
    sources: COMMANDS_PUT_TOGETHER,
    replay: COMMANDS_PUT_TOGETHER,
    render: COMMANDS_PUT_TOGETHER,
    terminal: COMMANDS_PUT_TOGETHER,
    cli: COMMANDS_PUT_TOGETHER,
  },
  'main.ts': {
    model: MAIN_PUTS_TOGETHER,
    text: MAIN_PUTS_TOGETHER,
    layout: MAIN_PUTS_TOGETHER,
    probes: MAIN_PUTS_TOGETHER,
    expression: MAIN_PUTS_TOGETHER,
    runbook: MAIN_PUTS_TOGETHER,
    profile: MAIN_PUTS_TOGETHER,
    preflight: MAIN_PUTS_TOGETHER,
    engine: MAIN_PUTS_TOGETHER,
    sources: MAIN_PUTS_TOGETHER,
    replay: MAIN_PUTS_TOGETHER,
    render: MAIN_PUTS_TOGETHER,
    terminal: MAIN_PUTS_TOGETHER,
    cli: MAIN_PUTS_TOGETHER,
    commands: MAIN_PUTS_TOGETHER,
  },
};

const ROOMS = Object.keys(ARROWS);
const PURE = ['model', 'text', 'layout', 'preflight', 'engine', 'probes', 'render', 'expression'];

/** Things that only some may touch. */
const RESERVED: readonly Reserved[] = [
  {
    what: 'only terminal/ and main.ts touch the streams of the process, and only they and bin/ end it',
    who: ['terminal', 'main.ts'],
    imports: /^(process|tty|readline)(\/|$)/,
    globals: /^(console\b.*|process|process\.(stdin|stdout|stderr|exit|exitCode|abort|\(computed\)))$/,
  },
  {
    what: 'files are read only by sources/, replay/, runbook/, commands/ and main.ts',
    who: ['sources', 'replay', 'runbook', 'commands', 'main.ts'],
    imports: /^fs(\/|$)/,
  },
  {
    what: 'only sources/ starts programs and talks to clusters',
    who: ['sources'],
    imports: /^(child_process|execa|@kubernetes\/client-node|worker_threads)(\/|$)/,
  },
  {
    what: 'the model imports nothing',
    who: ROOMS.filter((room) => room !== 'model'),
    imports: /^[^.]/,
  },
  {
    what: 'a pure room has no clock, no chance, no timers, no process and no network',
    who: ROOMS.filter((room) => !PURE.includes(room)),
    globals:
      /^(Date\.now|new Date\(\)|Date\(\)|Math\.random|performance|performance\..*|crypto\..*|process|process\..*|(setTimeout|setInterval|setImmediate|fetch)(\(\))?)$/,
  },
];

function everyViolation(files: readonly SourceFile[]): string[] {
  return [
    ...brokenArrows(files, ARROWS),
    ...brokenReservations(files, RESERVED),
    ...impureImports(files, PURE),
    ...badlyWritten(files),
    ...cycles(files),
  ];
}

function planted(files: Readonly<Record<string, string>>): string[] {
  return everyViolation(Object.entries(files).map(([path, text]) => parseSourceFile(path, text)));
}

describe('the rooms of src/', () => {
  const root = new URL('../../src/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => parseSourceFile(path, readFileSync(new URL(path, root), 'utf8')));

  it('are all read', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(10);
  });

  it('import along the arrows only', () => {
    expect(brokenArrows(files, ARROWS)).toEqual([]);
  });

  it('touch only what is theirs', () => {
    expect([...brokenReservations(files, RESERVED), ...impureImports(files, PURE)]).toEqual([]);
  });

  it('write their imports so that the bundle can follow them', () => {
    expect(badlyWritten(files)).toEqual([]);
  });

  it('have no circle of imports', () => {
    expect(cycles(files)).toEqual([]);
  });

  it('have a reason for every arrow', () => {
    for (const [room, targets] of Object.entries(ARROWS)) {
      expect(ROOMS).toEqual(expect.arrayContaining(Object.keys(targets)));
      expect(
        Object.values(targets).every((reason) => reason.endsWith('.')),
        room,
      ).toBe(true);
    }
  });
});

describe('a planted violation', () => {
  it.each([
    ['a static import', `import { x } from '../sources/x.ts';`],
    ['a side effect', `import '../sources/x.ts';`],
    ['a type', `import type { X } from '../sources/x.ts';`],
    ['a re-export', `export * from '../sources/x.ts';`],
    ['a named re-export', `export { x } from '../sources/x.ts';`],
    ['a lazy import', `export const x = async () => import('../sources/x.ts');`],
    ['a type import', `export type X = import('../sources/x.ts').X;`],
    ['a require', `export const x = require('../sources/x.ts');`],
  ])('is found in %s', (_, text) => {
    const rooms = 'engine may import model, text, expression, probes, not sources';
    expect(planted({ 'engine/walk.ts': `// one line down\n${text}` })).toEqual([
      `engine/walk.ts:2 imports ../sources/x.ts: ${rooms}`,
    ]);
  });

  it.each([
    ['engine/a.ts', `import 'node:net';`],
    ['engine/a.ts', `import 'path';`],
    ['probes/a.ts', `export const a = Date.now();`],
    ['probes/a.ts', `export const a = new Date();`],
    ['probes/a.ts', `export const a = new globalThis.Date();`],
    ['probes/a.ts', `export const a = Date['now']();`],
    ['expression/a.ts', `export const a = Date();`],
    ['expression/a.ts', `export const a = Math.random();`],
    ['render/a.ts', `export const a = process.env;`],
    ['render/a.ts', `setTimeout(() => {}, 1);`],
    ['render/a.ts', `export const a = [setTimeout];`],
    ['text/a.ts', `export const a = globalThis.Date.now();`],
    ['model/a.ts', `import type { V1Pod } from 'a-package';`],
    ['sources/a.ts', `process.stdout.write('x');`],
    ['sources/a.ts', `const { stdout } = process;`],
    ['sources/a.ts', `export const a = { process };`],
    ['sources/a.ts', `process['exit'](1);`],
    ['sources/a.ts', `import { stdout } from 'node:process';`],
    ['cli/a.ts', `console.log('x');`],
    ['cli/a.ts', `import 'node:fs/promises';`],
    ['render/a.ts', `import 'fs';`],
    ['main.ts', `import { execa } from 'execa';`],
    ['replay/a.ts', `import { spawn } from 'node:child_process';`],
    ['commands/a.ts', `export const a = import('yaml');`],
    ['commands/a.ts', `export const a = (name: string) => import(name);`],
    ['commands/a.ts', `import '../engine/walk';`],
    ['commands/a.ts', `import '../../package.json';`],
    ['elsewhere/a.ts', ``],
    ['elsewhere.ts', ``],
  ])('is found: %s %s', (path, text) => {
    const found = planted({ [path]: text });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((sentence) => sentence.startsWith(path))).toBe(true);
  });

  it('is found when an import is computed', () => {
    const text = 'export const a = (name: string) => import(`../engine/${name}.ts`);';
    expect(planted({ 'commands/a.ts': text })).toEqual([
      'commands/a.ts:1 imports (computed): an import names its module in a plain string',
    ]);
  });

  it('is found when imports go in a circle', () => {
    const files = {
      'engine/a.ts': `import './b.ts';`,
      'engine/b.ts': `export const c = () => import('./c.ts');`,
      'engine/c.ts': `import type { A } from './a.ts';`,
      'engine/d.ts': `import './a.ts'; import './b.ts';`,
    };
    expect(planted(files)).toEqual(['engine/a.ts → engine/b.ts → engine/c.ts → engine/a.ts']);
  });

  it('is not seen where there is none', () => {
    const files = {
      'model/a.ts': `export interface Process { readonly process: string; console: number }`,
      'engine/a.ts': `// Date.now() import '../sources/x.ts'
        import { type Process } from '../model/a.ts';
        const text = "process.exit(1); import('x')";
        export type World = typeof process;
        export function count(all: object): object { const { ...process } = all; return { ...process }; }
        export const at = (now: number, box: Process): Date => (box.process === text ? new Date(0) : new Date(now));`,
      'sources/a.ts': `import { readFile } from 'node:fs/promises'; import { execa } from 'execa'; export const a = process.env;`,
      'main.ts': `export const run = async () => (await import('./sources/a.ts')).a; process.stdout.write('');`,
    };
    expect(planted(files)).toEqual([]);
  });
});
