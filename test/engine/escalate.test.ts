import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { object, play } from './scripted.ts';

const WEB = object('Deployment', 'web', { metadata: { name: 'web', namespace: 'shop' } });

/** A walk that finds something, with whom to call about it. */
const calling = (severity: string, code = 'database-away', team = 'platform'): string => `
inputs: {web: {kind: object}}
steps: [{step: it, question: Q?, check: 'true', yes: {finding: ${code}, go: end}, no: healthy, unknown: unclear}]
findings:
  ${code}:
    layer: routing
    on: web
    title: T
    cause: C
    severity: [{is: ${severity}, rule: people wait}]
    advice: [look]
advice: {look: {tier: now, title: Look, risk: reads, commands: ['kubectl get pods']}}
escalation:
  begin:
    - {level: L2, when: 'item.severity == "P0"', because: '{item.severity}, {item.severityRule}'}
    - {level: L1, because: a person looks first}
  levels:
    L1: [{team: on-call, does: 'mends {item.kind} {item.name}'}]
    L2:
      - {team: database, when: 'item.code.startsWith("database-")', does: looks}
      - {team: ${team}, does: looks}
    L3: [{team: makers, does: helps}]
  teams: {on-call: on call, database: the database people, platform: the others, makers: its makers}
  hand-over:
    - {what: 'Log of {item}', each: '["a", "a", "b"]', holds: lines, commands: ['kubectl logs {item} -n {web.metadata.namespace}']}
    - {what: never, when: '1 == 2', holds: nothing, commands: [kubectl get pods]}
    - {what: unfit, holds: nothing, commands: ['kubectl get {web.metadata.nothing}']}
    - {what: Bundle, holds: much, commands: ['tool <workspace>'], blanks: {workspace: which one, other: never asked}}
`;

async function reportOf(runbook: string): Promise<Report> {
  const { report } = await play(runbook, { inputs: { web: WEB } });
  return report;
}

describe('an escalation', () => {
  it('begins where the first rule that holds says', async () => {
    const [worst, usual] = await Promise.all([reportOf(calling('P0')), reportOf(calling('P2'))]);
    expect(worst.findings[0]?.escalation).toMatchObject({ begin: 'L2', because: 'P0, people wait' });
    expect(usual.findings[0]?.escalation).toMatchObject({ begin: 'L1', because: 'a person looks first' });
  });

  it('names a team per level, by what was found and what it is on', async () => {
    const [database, other] = await Promise.all([reportOf(calling('P2')), reportOf(calling('P2', 'shelf-empty'))]);
    expect(database.findings[0]?.escalation?.turns).toEqual([
      { level: 'L1', team: 'on-call', who: 'on call', contact: '', does: 'mends Deployment web' },
      { level: 'L2', team: 'database', who: 'the database people', contact: '', does: 'looks' },
      { level: 'L3', team: 'makers', who: 'its makers', contact: '', does: 'helps' },
    ]);
    expect(other.findings[0]?.escalation?.turns[1]?.team).toBe('platform');
  });

  it('hands over what can be had, each once, with what is to be filled in', async () => {
    const { handOver } = await reportOf(calling('P2'));
    expect(
      handOver?.map(({ what, commands }) => [what, ...commands.map((each) => each.replace(/ --context.*/, ''))]),
    ).toEqual([
      ['Log of a', 'kubectl logs a -n shop'],
      ['Log of b', 'kubectl logs b -n shop'],
      ['Bundle', "tool '<workspace>'"],
    ]);
    expect(handOver?.at(-1)?.blanks).toEqual([{ text: '<workspace>', question: 'which one' }]);
  });

  it('is silent where nothing was found', async () => {
    const report = await reportOf(calling('P2').replace("check: 'true'", "check: 'false'"));
    expect(report.verdict).toBe('healthy');
    expect(report).not.toHaveProperty('handOver');
  });
});

describe('the shape of an escalation', () => {
  const head = 'format: 1\nname: x\ntitle: T\nsummary: S\n';
  const complaints = (text: string): readonly string[] =>
    loadRunbook(`${head}${text}`, 'x.yaml').problems.map(({ message }) => message);

  it('knows each team that it calls', () => {
    expect(complaints(calling('P2'))).toEqual([]);
    expect(complaints(calling('P2', 'database-away', 'platfrom'))).toEqual(['there is no team "platfrom" below teams']);
  });

  it('names somebody whatever was found', () => {
    const open = calling('P2').replace('- {level: L1, because', "- {level: L1, when: 'true', because");
    expect(complaints(open)).toEqual(['The last rule has no condition, so that somebody is named whatever was found.']);
  });
});
