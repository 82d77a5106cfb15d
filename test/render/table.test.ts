import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Advice, Evidence, Finding, NodeHeadroom, Report } from '../../src/model/report.ts';
import type { Look } from '../../src/render/format.ts';
import { renderTable } from '../../src/render/table.ts';
import { anyText, measurableText, reportWith } from './arbitrary-text.ts';
import {
  DOES_NOT_FIT,
  healthy,
  incident,
  incomplete,
  inProgress,
  KYRION,
  ref,
  twoFindings,
  withEveryText,
} from './report-fixture.ts';
import { fc } from '../support/random.ts';

const ESCAPE = '\u001b';

const PLAIN: Look = { width: 80, color: false, path: true, mode: 'full' };

const render = (report: Report, look: Partial<Look> = {}): string => renderTable(report, { ...PLAIN, ...look });

/** The text with its spaces and line ends made one space each, to find sentences that were wrapped. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

const finding = (changes: Partial<Finding>): Report => incident({ findings: [{ ...DOES_NOT_FIT, ...changes }] });

describe('the incident on a screen of 80 columns', () => {
  const text = render(incident());

  it('opens with context, server version, that it only reads, and the verdict', () => {
    expect(text.split('\n')[0]).toBe('  context homelab · v1.34.1 · reading only · ✖ problem found · 1 finding');
  });

  it('names the cause before the path, which may be long', () => {
    const cause = text.indexOf('  ✖ A rolling update needs room');
    expect(cause).toBeGreaterThan(0);
    expect(cause).toBeLessThan(text.indexOf('Is the status about the current spec?'));
  });

  it('numbers several as their headings do, without a path too', () => {
    for (const path of [true, false]) {
      const told = flat(render(twoFindings(), { path }));
      expect(told).toMatch(
        /✖ 1 A rolling update .* · confirmed ✖ 2 The image tag is gone · likely .*ROOT CAUSE 1 of 2/,
      );
    }
  });

  it('says of one that is accepted, or a risk alone, what it is', () => {
    const accepted = { reason: 'known', until: '2026-03-31' };
    expect(render(finding({ accepted, title: 'A' }))).toContain('  ✖ A · accepted, confirmed\n');
    expect(render(finding({ layer: 'prevention', title: 'A' }))).toContain('  ✖ A · risk, confirmed\n');
  });

  it('names it once where it follows at once, and where the walk has just gone by', () => {
    expect(render(incident(), { path: false })).not.toContain('✖ A rolling update');
    expect(render(incident(), { mode: 'short' })).not.toContain('✖ A rolling update');
  });

  it('shows the path with a sign for every answer, indented by depth', () => {
    const lines = text.split('\n').slice(3, 14).join('\n');
    expect(lines).toMatch(/^ {2}✔ Is the status about the current spec\? {2}yes · generation 12 = observed 12$/m);
    expect(lines).toMatch(/^ {2}✖ Did the last action succeed\? {2}no\n {6}upgrade failed/m);
    expect(lines).toMatch(/^ {4}→ Why is coder/m);
    expect(lines).toMatch(/^ {6}\? How much.* unknown$/m);
  });

  it('leaves the path out on demand', () => {
    expect(render(incident(), { path: false })).not.toContain('Did the last action succeed?');
  });

  it('names root cause, how sure it is, the chain and the arithmetic', () => {
    expect(text).toMatch(/^ {2}ROOT CAUSE {2}A rolling update needs room .* confirmed$/m);
    expect(flat(text)).toContain(
      'HelmRelease coder/coder → Deployment coder/coder → Pod coder/coder-5df88d876c-q5w9b → Node kyrion',
    );
    expect(text).toContain('  kyrion  memory  allocatable 31.1Gi  ███████████████████████████▋░░\n');
    expect(text).toContain('28.7Gi requested · 2.4Gi free · 4Gi needed: too small · 23Gi used');
  });

  it('puts the recommended fix first, with its risk, and the patch as it stands', () => {
    expect(text).toContain('  FIX           recommended: Upgrade without a surge pod\n');
    expect(flat(text)).toContain('permanent fix · interrupts the service · Coder is down for about a minute');
    expect(text).toContain('      spec:\n        postRenderers:\n          - kustomize:\n');
    expect(text.indexOf('Upgrade without')).toBeLessThan(text.indexOf('option 2      Request less memory'));
  });

  it('says what was ruled out, not looked at, seen beside it, and not answered', () => {
    expect(text).toContain('  ruled out     image pull: the pod was never scheduled\n');
    expect(text).toContain('│ node usage │ absent │ install metrics-server │');
    expect(text).toContain('  - in progress · HelmRelease ai/web: installing for 40s of its 5m0s\n');
    expect(text).toContain('  observations\n  - HelmRelease coder/coder: The chart version');
    expect(text).toContain('  2025-11-12 20:34:29  the upgrade ran out of time\n');
    expect(text).toContain('  ? May Coder be down for a minute?\n    --answer downtime=yes\n');
  });

  it('names a field that is not there', () => {
    expect(text).toMatch(/│ not set +│ spec\.paused/);
  });
});

describe('the fix', () => {
  const [option, fix] = DOES_NOT_FIT.advice;
  const reset: Advice = {
    ...(option as Advice),
    id: 'reset',
    tier: 'now',
    title: 'Clear the retry counter',
    commands: ['flux reconcile helmrelease coder -n coder --reset --context homelab'],
  };
  const withAdvice = (...advice: readonly (Advice | undefined)[]): Report =>
    finding({ advice: advice.filter((one) => one !== undefined) });

  it('is followed by what is done when it has arrived, then by the alternatives', () => {
    const text = render(withAdvice(reset, option, fix));
    const places = [
      '  FIX  ',
      '  THEN          Clear the retry counter\n',
      `    $ ${reset.commands[0] ?? ''}\n`,
      '  option 2 ',
    ];
    expect(places.map((part) => text.indexOf(part))).toEqual(
      places.map((part) => text.indexOf(part)).toSorted((one, other) => one - other),
    );
    expect(places.filter((part) => !text.includes(part))).toEqual([]);
    expect(text).not.toContain('option 3');
  });

  it('does not ask for a command twice', () => {
    const text = render(withAdvice({ ...reset, commands: fix?.commands.slice(1) ?? [] }, fix));
    expect(text).toContain('\n    the commands above do this\n');
  });

  it('names a second way to go on as one instead of the first', () => {
    const text = render(withAdvice(reset, { ...reset, title: 'The same by hand' }, fix));
    expect(text).toContain('\n  or            The same by hand\n');
    expect(render(withAdvice(reset, { ...reset, title: 'The same by hand' }, fix), { mode: 'short' })).not.toContain(
      'The same by hand',
    );
  });

  it('does not repeat the file that an alternative changes, too', () => {
    const text = render(withAdvice({ ...(option as Advice), change: fix?.change ?? null }, fix));
    expect(text.match(/release\.yaml/g)).toHaveLength(1);
    expect(text).toContain('    change the same file as above\n');
  });
});

describe('commands', () => {
  it.each([40, 80, 200])('stay whole and plain at %d columns', (width) => {
    const lines = render(incident(), { width, color: true }).split('\n');
    const [lower, noSurge] = DOES_NOT_FIT.advice;
    const evidence = DOES_NOT_FIT.evidence.flatMap(({ command }) => command ?? []);
    const commands = [lower, noSurge].flatMap((advice) => [...(advice?.commands ?? []), ...(advice?.verify ?? [])]);
    expect(lines).toEqual(expect.arrayContaining([...commands, ...evidence].map((command) => `    $ ${command}`)));
  });

  it('stay one line even with a line end inside', () => {
    const advice = DOES_NOT_FIT.advice.map((one) => ({ ...one, commands: ['kubectl get pods\nrm -rf x\t'] }));
    expect(render(finding({ advice }))).toContain('    $ kubectl get pods\\u{a}rm -rf x\\u{9}\n');
  });
});

describe('evidence', () => {
  const many = (count: number): Report => {
    const [first] = DOES_NOT_FIT.evidence;
    const numbered = Array.from({ length: count }, (_, index) => ({
      ...(first as Evidence),
      field: `field-${index}`,
      command: `kubectl ${index}`,
    }));
    return finding({ evidence: numbered });
  };

  it('names an object once, and stops where the screen would be full', () => {
    const text = render(many(11));
    expect(text.match(/field-\d+/g)).toHaveLength(8);
    expect(text.match(/│ HelmRelease/g)).toHaveLength(1);
    expect(text).toContain('\n  … and 3 more: -o json\n');
    expect(text.match(/\$ kubectl \d+$/gm)).toHaveLength(4);
    expect(text).toContain('\n    … all of them with -o json\n');
  });

  it('says nothing of more where there is no more', () => {
    expect(render(many(4))).not.toContain('-o json');
  });
});

describe('the timeline', () => {
  it('does not repeat an object that the words name', () => {
    const at = '2025-11-12T20:29:29Z';
    const pod = ref('Pod', 'coder', 'web-1');
    const text = render(
      incident({
        timeline: [
          { at, object: pod, text: 'Pod web-1 created' },
          { at, object: pod, text: 'web-10 created' },
        ],
      }),
    );
    expect(text).toContain('20:29:29  Pod web-1 created\n');
    expect(text).toContain('20:29:29  Pod coder/web-1: web-10 created\n');
  });
});

describe('the page', () => {
  it.each([40, 80, 120, 0])('is kept at %d columns by everything but commands and patches', (width) => {
    for (const report of [incident(), twoFindings(), healthy(), incomplete(), inProgress()]) {
      const longest = Math.max(...proseLines(render(report, { width })).map((line) => stringWidth(line)));
      expect(longest).toBeLessThanOrEqual(width || 80);
    }
  });

  it('is kept whatever the texts are', () => {
    fc.assert(
      fc.property(reportWith(measurableText), fc.integer({ min: 40, max: 120 }), (report, width) => {
        const allowed = new Set([...overflowing(report)]);
        for (const line of render(report, { width }).split('\n')) {
          if (stringWidth(line) > width) expect(allowed).toContain(line.trim());
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has no colour codes without colour, and the same words with it', () => {
    expect(render(incident())).not.toContain('\u001b');
    expect(withoutColor(render(incident(), { color: true }))).toBe(render(incident()));
    expect(render(incident(), { color: true })).toContain('\u001b[31m');
  });
});

describe('head room', () => {
  const node = (name: string, changes: Partial<NodeHeadroom> = {}): NodeHeadroom => ({
    ...KYRION,
    node: name,
    used: null,
    ...changes,
  });

  it('says that it fits, that a node is overcommitted, and why a node is out of question', () => {
    const text = render(
      finding({
        headroom: [
          node('a', { free: 2 ** 33 }),
          node('b', { free: -(2 ** 30) }),
          node('c', { excludedBy: ['taint gpu=true:NoSchedule'] }),
        ],
      }),
    );
    expect(text).toContain('8Gi free · 4Gi needed: fits');
    expect(text).toContain('-1Gi free (overcommitted) · 4Gi needed: too small');
    expect(text).toContain('      excluded: taint gpu=true:NoSchedule\n');
  });

  it('shows the eight nodes with the most room of many, and counts the others', () => {
    const nodes = Array.from({ length: 12 }, (_, index) => node(`node-${index}`, { free: index * 2 ** 30 }));
    const text = render(finding({ headroom: [node('tainted', { free: 2 ** 36, excludedBy: ['taint'] }), ...nodes] }));
    expect(text.match(/^ {2}node-\d+/gm)?.map((line) => line.trim())).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4].map((index) => `node-${index}`),
    );
    expect(text).toContain('  … and 5 more nodes, none of them with enough room\n');
  });

  it('writes cores and counts in their own units', () => {
    const cpu = node('a', {
      resource: 'cpu',
      unit: 'millicores',
      allocatable: 4000,
      requested: 3750,
      free: 250,
      needed: 500,
    });
    const pods = node('a', { resource: 'pods', unit: 'count', allocatable: 110, requested: 110, free: 0, needed: 1 });
    const text = flat(render(finding({ headroom: [cpu, pods] })));
    expect(text).toContain('cpu allocatable 4 ');
    expect(text).toContain('3750m requested · 250m free · 500m needed: too small');
    expect(text).toContain('110 requested · 0 free · 1 needed: too small');
  });
});

describe('other verdicts', () => {
  it('says in one sentence what they mean', () => {
    expect(flat(render(healthy()))).toContain('✔ healthy HelmRelease');
    expect(flat(render(healthy()))).toContain('No symptom holds now');
    expect(flat(render(inProgress()))).toContain('An action is under way inside its own time limit.');
    expect(flat(render(incomplete()))).toContain(
      'this does not say that all is well: 1 required look-up gave no answer.',
    );
    expect(render(incomplete())).toContain('│ list pods │ denied, required │ list pods in namespace coder │');
    expect(flat(render({ ...incomplete(), unknown: [], notes: [] }))).toContain('there was nothing to look at.');
    const noted = { kind: 'scope', object: null, text: 'Nothing runs in namespace shop.' } as const;
    expect(flat(render({ ...incomplete(), unknown: [], notes: [noted] }))).not.toContain('nothing to look at');
    expect(flat(render(incident({ findings: [] })))).toContain('A symptom holds now, but its cause was not found.');
  });

  it('never says healthy when it is not', () => {
    for (const report of [incident(), incomplete(), inProgress(), incident({ findings: [] })]) {
      expect(render(report)).not.toMatch(/healthy/i);
    }
  });

  it('numbers several root causes and says what would confirm them', () => {
    const text = render(twoFindings());
    expect(text).toMatch(/^ {2}ROOT CAUSE 1 of 2 {2}A rolling.* confirmed$/m);
    expect(text).toMatch(/^ {2}ROOT CAUSE 2 of 2 {2}The image tag is gone +likely$/m);
    expect(text).toContain(
      '  confidence    likely · code old-image\n  to be sure    - read access to the registry\n  severity      P2',
    );
    expect(text).toContain(
      '  FIX           no option is recommended by a rule on this cluster\n  option 1      Request less memory\n',
    );
  });
});

describe('the short mode', () => {
  const text = render(incident(), { mode: 'short' });

  it('keeps cause, fix, what was not looked at and the notes', () => {
    for (const kept of [
      'ROOT CAUSE',
      'FIX',
      '$ flux reconcile',
      'option 2',
      'not looked at',
      'in progress ·',
      '--answer downtime=yes',
    ]) {
      expect(text).toContain(kept);
    }
  });

  it('leaves out the rest', () => {
    for (const gone of [
      'see it by hand',
      '│ object',
      'image pull',
      'kubectl top pod',
      'observations',
      'Pods by version',
      'timeline',
    ]) {
      expect(text).not.toContain(gone);
    }
  });
});

describe('hostile text', () => {
  const HOSTILE = 'a\u001b[31m\u001b]8;;http://x\u0007\r\b\u0000\u009b2J\u202e\u200b\u2066\u{e0041}\ud800\u2028z';

  it.each([true, false])('never gets a control character out (colour %s)', (color) => {
    const text = render(
      withEveryText(twoFindings(), (old) => `${old}${HOSTILE}`),
      { color },
    );
    expect(dangerous(withoutColor(text))).toEqual([]);
    expect(text).toContain('\\u{1b}');
    expect(text).toContain('\\u{202e}');
  });

  it('never does so whatever it is', () => {
    fc.assert(
      fc.property(reportWith(anyText), fc.boolean(), (report, color) => {
        expect(dangerous(withoutColor(render(report, { color })))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is not taken for the namespace of a cluster-scoped object', () => {
    expect(render(finding({ chain: [ref('Node', null, 'a\nb')] }))).toContain('chain         Node a b\n');
  });
});

function dangerous(text: string): readonly string[] {
  return text.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu) ?? [];
}

function withoutColor(text: string): string {
  return text.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '');
}

/** The lines that are neither a command nor part of the fixture's patch. */
function proseLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => !/^ {4}\$ |target: \{/.test(line));
}

/** The lines of a report that may be as long as they are. */
function overflowing(report: Report): readonly string[] {
  const advice = report.findings.flatMap((one) => one.advice);
  const commands = [
    ...advice.flatMap((one) => [...one.commands, ...one.verify]),
    ...report.findings.flatMap((one) => one.evidence.flatMap(({ command }) => command ?? [])),
  ];
  return [
    ...commands.map((command) => `$ ${command}`.trim()),
    ...advice.flatMap((one) => (one.change?.patch ?? '').split('\n').map((line) => line.trim())),
    ...report.unanswered.map(({ flag }) => flag.trim()),
  ];
}

describe('a long path', () => {
  const step = (depth: number, question: string, good: boolean | null = true, answer = 'yes') => ({
    ...{ runbook: 'namespace', step: question, detail: '' },
    ...{ depth, question, answer, good },
  });
  const fine = (count: number) => Array.from({ length: count }, (_, index) => step(1, `Fine ${String(index)}?`));
  const path = [
    step(0, 'Do all workloads run?', null, 'shop'),
    ...fine(30),
    step(1, 'Which one?', null, 'Deployment shop/web'),
    step(2, 'Is it observed?'),
    step(2, 'Are its pods ready?', false, 'no'),
    step(2, 'Is there room?', null, 'none'),
    step(2, 'What holds the room?', null, 'another pod'),
    step(0, 'Does traffic arrive?', null, 'shop'),
    ...fine(30),
    step(1, 'Could it be seen?', null, 'unknown'),
    step(0, 'Does anything run here?', null, 'yes'),
  ];
  const text = render(incident({ path }));

  it('keeps what is wrong or unknown, the steps that led there, what decided, and the first level', () => {
    for (const question of [
      'all workloads',
      'Which one',
      'pods ready',
      'holds the room',
      'traffic',
      'be seen',
      'anything run',
    ])
      expect(text).toContain(question);
  });

  it('leaves out what led to nothing, and says how much and where it stands', () => {
    expect(text).not.toContain('Fine ');
    expect(text).not.toContain('observed?');
    expect(text).not.toContain('Is there room?');
    expect(flat(text)).toContain('… 62 more steps found nothing wrong; --verbose tells every step');
  });

  it('is whole where it is not long', () => {
    expect(render(incident({ path: path.slice(0, 36) }))).toContain('Fine 19?');
  });
});

describe('notes of what was not looked at', () => {
  const object = ref('Deployment', 'coder', 'coder');
  const notes: Report['notes'] = [
    { kind: 'scope', object, text: 'Its sockets.' },
    { kind: 'scope', object: null, text: 'Elsewhere.' },
    { kind: 'scope', object, text: 'Its queue.' },
    { kind: 'scope', object: ref('Service', 'coder', 'coder'), text: 'Its balancer.' },
  ];

  it('stand together under the object that several are about', () => {
    const text = flat(render({ ...healthy(), notes }));
    expect(text).toContain('not looked at of Deployment coder/coder - Its sockets. - Its queue.');
    expect(text).toContain('notes - scope · Elsewhere. - scope · Service coder/coder: Its balancer.');
  });

  it('are all there whatever they are about', () => {
    for (const look of [{}, { mode: 'short' }] as const)
      for (const { text } of notes) expect(render({ ...healthy(), notes }, look)).toContain(text);
  });
});
