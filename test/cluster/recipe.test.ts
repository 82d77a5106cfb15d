import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildKey, cacheFolder, linkerFlags, requiredVersion } from './build/recipe.ts';
import { type Tool, TOOLS } from './build/tools.ts';

const tool: Tool = { name: 'tool', module: 'example.org/tool/v2', programs: { tool: 'example.org/tool/v2/cmd' } };

describe('what a tool is built from', () => {
  it('is the version that its go.mod requires, in either form', () => {
    expect(requiredVersion(tool, 'module x\n\nrequire example.org/tool/v2 v2.3.4\n')).toBe('v2.3.4');
    expect(requiredVersion(tool, 'require (\n\texample.org/a v1.0.0\n\texample.org/tool/v2 v2.3.4 // why\n)\n')).toBe(
      'v2.3.4',
    );
    expect(() => requiredVersion(tool, 'require example.org/tool v1.0.0\n')).toThrow('does not require');
  });

  it('is stamped with its version where it does not know it', () => {
    expect(linkerFlags(tool, 'v2.3.4')).toBe('-s -w');
    expect(linkerFlags({ ...tool, stamp: ['p.version=VERSION', 'p.minor=MINOR'] }, 'v2.3.4')).toBe(
      '-s -w -X p.version=v2.3.4 -X p.minor=3',
    );
  });

  it.each(TOOLS.map((each) => each.name))('%s is pinned by module files that name no folder', (name) => {
    const found = TOOLS.find((each) => each.name === name) ?? tool;
    const mod = readFileSync(join(import.meta.dirname, 'modules', name, 'go.mod'), 'utf8');
    const sum = readFileSync(join(import.meta.dirname, 'modules', name, 'go.sum'), 'utf8');
    const version = requiredVersion(found, mod);
    expect(mod).not.toMatch(/=>\s*[./]/);
    expect(sum.includes(`${found.module} ${version} h1:`)).toBe(true);
  });
});

describe('the folder of a build', () => {
  const files = { mod: 'require a v1', sum: 'a v1 h1:x' };
  const key = buildKey(tool, files, 'linux-x64');

  it('is the same for the same', () => {
    expect(buildKey({ ...tool }, { ...files }, 'linux-x64')).toBe(key);
    expect(key).toMatch(/^tool-[0-9a-f]{16}$/);
  });

  it.each([
    ['another version', buildKey(tool, { ...files, mod: 'require a v2' }, 'linux-x64')],
    ['another checksum', buildKey(tool, { ...files, sum: 'a v1 h1:y' }, 'linux-x64')],
    ['a line moved from one file to the other', buildKey(tool, { mod: 'require a v1a v1 h1:x', sum: '' }, 'linux-x64')],
    ['another machine', buildKey(tool, files, 'darwin-arm64')],
    ['another recipe', buildKey({ ...tool, stamp: ['p.version=VERSION'] }, files, 'linux-x64')],
  ])('is another one for %s', (_, other) => {
    expect(other).not.toBe(key);
  });

  it('lies outside of the repository', () => {
    expect(cacheFolder({}, '/home/me')).toBe('/home/me/.cache/kubedoc/plane');
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' }, '/home/me')).toBe('/var/cache/me/kubedoc/plane');
    expect(cacheFolder({ XDG_CACHE_HOME: '/x', KUBEDOC_PLANE_CACHE: '/big/disk' }, '/home/me')).toBe('/big/disk');
  });
});
