import { build } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { compileRunbooks } from '../../src/runbook/compiled.ts';
import { givePatterns } from '../../src/runbook/give-patterns.ts';
import { packRunbooks, unpackRunbooks } from '../../src/runbook/packed.ts';
import type { Runbook } from '../../src/model/runbook.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { catalogue } from '../support/shipped.ts';
import { BELOW, GOOD } from './good-runbook.ts';

const loaded = [GOOD, BELOW].flatMap((text) => loadRunbook(text, 'x.yaml').runbook ?? []);
const byName = (runbooks: readonly Runbook[]) => new Map(runbooks.map((runbook) => [runbook.name, runbook]));
const packed = packRunbooks(compileRunbooks(byName(loaded)));

describe('unpackRunbooks', () => {
  it('gives back what was packed, key by key in the same order', () => {
    const read = unpackRunbooks(Buffer.from(packed));
    expect([...read.keys()]).toEqual(['below', 'pods']);
    for (const runbook of loaded) expect(JSON.stringify(read.get(runbook.name))).toBe(JSON.stringify(runbook));
  });

  it('reads the rest of a runbook when it is looked at, and once', () => {
    const parse = vi.spyOn(JSON, 'parse');
    const pods = unpackRunbooks(Buffer.from(packed)).get('pods');
    expect(pods?.title).toBe(loaded.find(({ name }) => name === 'pods')?.title);
    expect(parse).toHaveBeenCalledTimes(1);
    expect(pods?.steps).toBe(pods?.steps);
    expect(pods?.lookups).toBeDefined();
    expect(parse).toHaveBeenCalledTimes(2);
    parse.mockRestore();
  });

  it('gives each probe the patterns that it asks for, as they are given without the file', () => {
    const { runbooks, patterns } = catalogue;
    const bare = givePatterns(runbooks, []);
    const again = unpackRunbooks(Buffer.from(packRunbooks(compileRunbooks(givePatterns(bare, patterns)))));
    const asking = [...again].filter(([, { derive }]) => JSON.stringify(derive).includes('"patterns":'));
    expect(asking.length).toBeGreaterThan(5);
    for (const [name, { derive }] of asking) expect(derive).toEqual(givePatterns(bare, patterns).get(name)?.derive);
  });

  it.each(['', 'null', '"x"', '[]', '{}\n', '{"format":2,"runbooks":[],"patterns":[]}\n', packed.slice(0, 40)])(
    'refuses %j',
    (text) => {
      expect(() => unpackRunbooks(Buffer.from(text))).toThrow('build again');
    },
  );

  it('needs neither the YAML parser nor the schema', async () => {
    const { metafile } = await build({
      entryPoints: ['src/runbook/packed.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
    });
    expect(Object.keys(metafile.inputs).sort()).toEqual([
      'src/model/runbook.ts',
      'src/runbook/give-patterns.ts',
      'src/runbook/packed.ts',
    ]);
  });
});
