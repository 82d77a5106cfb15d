import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { probes } from '../../src/probes/index.ts';
import { loadCatalogue } from '../../src/runbook/catalogue.ts';
import { formatProblem } from '../../src/runbook/problem.ts';
import { catalogue } from '../support/shipped.ts';
import { BELOW, GOOD, PROBES } from './good-runbook.ts';

describe('the shipped runbooks', () => {
  const { runbooks, patterns, problems, texts } = loadCatalogue('runbooks', probes);

  it('are there', () => {
    expect(runbooks.size).toBeGreaterThan(0);
  });

  it('have no problem', () => {
    expect(problems.map((problem) => formatProblem(problem, texts.get(problem.file) ?? ''))).toEqual([]);
  });

  it('have the name of their file', () => {
    const files = [...runbooks.keys()].map((name) => join('runbooks', `${name}.yaml`));
    expect(files).toEqual([...texts.keys()]);
  });

  it('are what the other tests are handed', () => {
    expect([...catalogue.runbooks]).toEqual([...runbooks].toSorted(byName));
    expect(catalogue.patterns).toEqual(patterns);
  });
});

describe('loadCatalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-runbooks-'));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('loads the YAML files of a folder and nothing else', () => {
    writeFileSync(join(folder, 'pods.yaml'), GOOD);
    writeFileSync(join(folder, 'below.yaml'), BELOW);
    writeFileSync(join(folder, 'notes.txt'), 'no runbook');
    const { runbooks, problems } = loadCatalogue(folder, PROBES);
    expect([...runbooks.keys()]).toEqual(['below', 'pods']);
    expect(problems).toEqual([]);
  });
});

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
