import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/program.ts';
import { root } from '../support/root.ts';
import { folderOf } from '../support/run-command.ts';

/** What scripts/load-program.cjs exports beside the program. */
interface Loader {
  codeFile(): string;
  compileProgram(code?: Buffer): { readonly cachedDataRejected?: boolean };
}

let home: string;
const LINE = ['diagnose', '-A', '-o', 'json', '--no-input', '--from', join(root, 'examples', 'rollout-does-not-fit')];

beforeAll(async () => {
  home = dirname(dirname(await builtProgram()));
});

/** The built program in a folder of its own, so that what lies beside it can be changed. */
function copyOfProgram(): string {
  const folder = folderOf();
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(home, part), join(folder, part), { recursive: true });
  return folder;
}

function cacheIn(folder: string): string {
  const [name = ''] = readdirSync(join(folder, 'dist')).filter((each) => each.endsWith('.cache'));
  return join(folder, 'dist', name);
}

/** What it prints; the example has a problem, so that it ends with 1. */
function printed(folder: string): string {
  try {
    execFileSync(process.execPath, [join(folder, 'bin', 'kubedoc.js'), ...LINE], { encoding: 'utf8' });
    return '';
  } catch (error) {
    const { status, stdout } = error as { readonly status: number; readonly stdout: string };
    return `${String(status)} ${stdout}`;
  }
}

describe('the code that V8 made when the program was built', () => {
  it('is taken by the Node that built it', async () => {
    const loader = (await import(pathToFileURL(join(home, 'dist', 'load-program.cjs')).href)) as Loader;
    const code = readFileSync(loader.codeFile());
    expect(loader.compileProgram(code).cachedDataRejected).toBe(false);
    expect(loader.compileProgram(code.subarray(0, 1000)).cachedDataRejected).toBe(true);
  });

  it('changes nothing of what is printed, be it there, missing or spoilt', () => {
    const folder = copyOfProgram();
    const whole = printed(folder);
    expect(whole).toMatch(/^1 \{/);
    const file = cacheIn(folder);
    writeFileSync(file, 'no code of V8');
    expect(printed(folder)).toBe(whole);
    rmSync(file);
    expect(printed(folder)).toBe(whole);
  });

  it('is not packed, since it fits no other build of Node', () => {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly files: readonly string[];
    };
    expect(files).toContain('!dist/*.cache');
  });
});
