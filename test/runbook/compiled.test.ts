import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { compileRunbooks, readCompiled } from '../../src/runbook/compiled.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { BELOW, GOOD } from './good-runbook.ts';

describe('readCompiled', () => {
  it('gives back what was compiled', () => {
    const loaded = [GOOD, BELOW].flatMap((text) => loadRunbook(text, 'x.yaml').runbook ?? []);
    const runbooks = new Map(loaded.map((runbook) => [runbook.name, runbook]));
    const read = readCompiled(JSON.parse(JSON.stringify(compileRunbooks(runbooks))));
    expect([...read.keys()]).toEqual(['below', 'pods']);
    expect(read.get('pods')).toEqual(runbooks.get('pods'));
  });

  it.each([null, 'x', [], {}, { format: 2, runbooks: [] }, { format: 1, runbooks: {} }])('refuses %j', (json) => {
    expect(() => readCompiled(json)).toThrow('build again');
  });

  it('needs neither the YAML parser nor the schema', async () => {
    const { metafile } = await build({
      entryPoints: ['src/runbook/compiled.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
    });
    expect(Object.keys(metafile.inputs).sort()).toEqual([
      'src/model/runbook.ts',
      'src/runbook/compiled.ts',
      'src/runbook/give-patterns.ts',
    ]);
  });
});
