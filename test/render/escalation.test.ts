import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Escalation, HandOver } from '../../src/model/escalation.ts';
import type { Report } from '../../src/model/report.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderTable } from '../../src/render/table.ts';
import { healthy, twoFindings } from './report-fixture.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const BUNDLE: HandOver = {
  what: 'Bundle',
  holds: 'names are in it',
  commands: ["coder support bundle '<workspace>'"],
  blanks: [{ text: '<workspace>', question: 'which one' }],
};
const REPORT: HandOver = { what: 'This report', holds: 'all of it', commands: ['kubedoc diagnose'], blanks: [] };

function calling(level2: string, contact = ''): Escalation {
  const turn = { contact: '', does: 'mends it' };
  return {
    begin: 'L1',
    because: 'few wait',
    turns: [
      { ...turn, level: 'L1', team: 'on-call', who: 'whoever is on call' },
      { ...turn, level: 'L2', team: level2, who: `the ${level2} people`, contact },
      { ...turn, level: 'L3', team: 'makers', who: 'its makers' },
    ],
  };
}

function withCalls(first: Escalation, second: Escalation): Report {
  const report = twoFindings();
  const findings = report.findings.map((one, index) => ({ ...one, escalation: index === 0 ? first : second }));
  return { ...report, findings, handOver: [REPORT, BUNDLE] };
}

const look = (mode: 'full' | 'short') => ({ width: 100, color: false, path: true, mode });

describe('whom to call', () => {
  it('is a line per level on the screen, and said once for those with the same people', () => {
    const text = renderTable(withCalls(calling('database', '#dba'), calling('database', '#dba')), look('full'));
    expect(text).toContain('  escalate      begin with L1: few wait\n');
    expect(text).toContain('                L2 the database people (#dba): mends it\n');
    expect(text).toContain('begin with L1: few wait; whom to call is as for 1\n');
    expect(text.match(/L2 the database people/g)).toHaveLength(1);
    expect(renderTable(withCalls(calling('database'), calling('network')), look('full'))).not.toContain('is as for');
  });

  it('is short with a person at the terminal, and of what to hand over the report alone is told', () => {
    const text = renderTable(withCalls(calling('database'), calling('network')), look('short'));
    expect(text).toContain('L1 whoever is on call · L2 the database people · L3 its makers\n');
    expect(text).toContain('    $ kubedoc diagnose\n');
    expect(text).not.toContain('coder support bundle');
  });

  it('is whole in Markdown, with what to hand over', () => {
    const text = renderMarkdown(withCalls(calling('database', '#dba'), calling('network')), look('full'));
    expect(text).toContain('## Whom to call');
    expect(text).toMatch(/\*\*L2\*\*, the database people \(.*#dba\): mends it/);
    expect(text).toContain('## What to hand over');
    expect(text).toContain("coder support bundle '<workspace>'");
    expect(text).toContain('which one');
  });

  it('is in the JSON report as its schema says, and nowhere where nobody is named', () => {
    const told = withCalls(calling('database', '#dba'), calling('network'));
    const json: unknown = JSON.parse(renderJson(told));
    expect(validate(json) ? [] : validate.errors).toEqual([]);
    expect(json).toMatchObject({
      handOver: told.handOver,
      findings: [{ escalation: calling('database', '#dba') }, {}],
    });
    expect(renderJson(healthy())).not.toContain('handOver');
    expect(renderTable(healthy(), look('full'))).not.toContain('to hand over');
  });
});
