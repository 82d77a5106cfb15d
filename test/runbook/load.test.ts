import { describe, expect, it } from 'vitest';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { BELOW, GOOD, PROBES } from './good-runbook.ts';
import { fc } from '../support/random.ts';

const MINIMAL = `format: 1
name: small
title: Small
summary: The smallest.
steps:
  - {step: one, question: Well?, check: 'true', yes: healthy, no: unclear, unknown: unclear}
`;

describe('loadRunbook', () => {
  it('completes what is left out', () => {
    const { runbook, problems } = loadRunbook(MINIMAL, 'small.yaml');
    expect(problems).toEqual([]);
    expect(runbook).toEqual({
      format: 1,
      name: 'small',
      title: 'Small',
      summary: 'The smallest.',
      covers: [],
      sources: [],
      inputs: {},
      lookups: {},
      derive: {},
      steps: [{ step: 'one', question: 'Well?', check: 'true', yes: 'healthy', no: 'unclear', unknown: 'unclear' }],
      findings: {},
      advice: {},
      notes: {},
      observations: [],
      programs: {},
      tables: {},
      timeline: [],
    });
  });

  it('keeps everything that is there', () => {
    const { runbook } = loadRunbook(GOOD, 'pods.yaml');
    expect(runbook?.steps.map(({ step }) => step)).toEqual(['any', 'room', 'asked', 'said', 'below']);
    expect(runbook?.lookups['log']?.logs).toEqual({ pod: 'pods[0]', container: 'fit.container' });
    expect(runbook?.findings['no-room']?.cause).toBe('It needs {fit.needed:bytes}.\nThe file is {matched.file}.\n');
    expect(runbook?.advice['look']?.commands).toEqual(['kubectl describe pod {first}']);
  });

  it('reads what an anchor names', () => {
    const twice = MINIMAL.replace('no: unclear, unknown: unclear', 'no: &open {go: unclear, say: no}, unknown: *open');
    const { runbook, problems } = loadRunbook(twice, 'small.yaml');
    expect(problems).toEqual([]);
    expect(runbook?.steps[0]?.unknown).toEqual({ go: 'unclear', say: 'no' });
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# later\n'],
    ['a text', 'format'],
    ['a list', '- format: 1\n'],
  ])('asks for the format where there is %s', (_what, text) => {
    expect(loadRunbook(text, 'x.yaml').problems).toMatchObject([
      { file: 'x.yaml', line: 1, column: 1, message: 'a runbook opens with "format: 1"', rule: 'format' },
    ]);
  });

  it('survives aliases that grow without bounds and those that hold themselves', () => {
    const bomb = `a: &a [x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h']
      .map(
        (key, index) =>
          `${key}: &${key} [${Array(9)
            .fill(`*${'abcdefgh'.charAt(index)}`)
            .join(', ')}]`,
      )
      .join('\n')}\n`;
    expect(loadRunbook(bomb, 'x.yaml').problems).toMatchObject([{ rule: 'yaml' }]);
    const own = `${MINIMAL}sources: &own [*own]\n`;
    expect(loadRunbook(own, 'x.yaml').problems).toMatchObject([
      { rule: 'value', message: 'expected a text, found a list' },
    ]);
  });

  it('survives values that no text can be made of', () => {
    const odd = '{toString: 1}';
    expect(loadRunbook(`format: &own [*own]\n`, 'x.yaml').problems).toMatchObject([{ rule: 'format' }]);
    expect(loadRunbook(MINIMAL.replace("'true'", `'true', good: ${odd}`), 'x.yaml').problems).toMatchObject([
      { message: 'a map is not one of them (known: yes, no, either)' },
    ]);
    expect(loadRunbook(MINIMAL.replace('yes: healthy', `yes: ${odd}`), 'x.yaml').problems).toMatchObject([
      { rule: 'unknown-key' },
    ]);
  });

  it('counts lines that end as on Windows', () => {
    const { problems } = loadRunbook(
      MINIMAL.replace('healthy', 'next, good: maybe').replaceAll('\n', '\r\n'),
      'x.yaml',
    );
    expect(problems).toMatchObject([{ line: 6, column: 66, rule: 'value' }]);
  });

  it('never throws, and never calls broken text a runbook without a problem', () => {
    const piece = fc.constantFrom(
      ...GOOD.split(/(?<=[\s:{}[\],'"])/),
      '__proto__: 1\n',
      '&a',
      '*a',
      '\t',
      '!!map ',
      '<<: ',
      '\u0000',
    );
    const mutation = fc.tuple(fc.nat(GOOD.length), fc.nat(40), fc.oneof(fc.string(), piece));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce((now, [at, drop, put]) => now.slice(0, at) + put + now.slice(at + drop), GOOD);
        const loaded = loadRunbook(text, 'x.yaml');
        const problems = checkRunbooks([loaded, loadRunbook(BELOW, 'below.yaml')], { probes: PROBES });
        expect(loaded.runbook !== undefined || loaded.problems.length > 0).toBe(true);
        const lines = text.split('\n').length;
        for (const { file, line, column } of problems) {
          if (file !== 'x.yaml') continue;
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.string().map((text) => `format: 1\n${text}`),
        ),
        (text) => {
          expect(loadRunbook(text, 'x.yaml').problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('never throws on a value of any shape under any key', () => {
    const keys = fc.constantFrom(
      'inputs',
      'lookups',
      'derive',
      'steps',
      'findings',
      'advice',
      'tables',
      'timeline',
      'covers',
    );
    fc.assert(
      fc.property(keys, fc.jsonValue(), (key, value) => {
        const text = `${MINIMAL.replace(/steps:[^]*/, key === 'steps' ? '' : '$&')}${key}: ${JSON.stringify(value)}\n`;
        const loaded = loadRunbook(text, 'x.yaml');
        expect(loaded.runbook !== undefined || loaded.problems.length > 0).toBe(true);
      }),
    );
  });
});
