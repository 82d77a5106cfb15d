import { describe, expect, it } from 'vitest';
import type { Advice, Report } from '../../src/model/report.ts';
import { code, fence, inline, markdownTable, paragraphs } from '../../src/render/markdown-escape.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { anyText, reportWith } from './arbitrary-text.ts';
import {
  DOES_NOT_FIT,
  healthy,
  incident,
  incomplete,
  inProgress,
  twoFindings,
  withEveryText,
} from './report-fixture.ts';
import { fc } from '../support/random.ts';

const render = (report: Report, path = false): string =>
  renderMarkdown(report, { width: 80, color: true, path, mode: 'short' });

const TITLED = { title: 'Clear the counter' };

const headings = (text: string): readonly string[] => text.match(/^#+ .*/gm) ?? [];

describe('the incident as an investigation report', () => {
  const text = render(incident());

  it('has the sections of one, in their order', () => {
    expect(headings(text)).toEqual([
      '# Investigation report: HelmRelease coder/coder',
      '## Summary',
      '## Root cause analysis',
      '### Primary issue: A rolling update needs room for two Coder pods; the only node has room for one',
      '### Node head room',
      '### Pods by version',
      '## Resolution options',
      '### Option 1: Upgrade without a surge pod (recommended)',
      '### Option 2: Request less memory',
      '## Recommended solution',
      '## Additional observations',
      '## Notes',
      '## Files to modify',
      '## Validation steps',
      '## Timeline',
      '## What was ruled out',
      '## What could not be looked at',
      '## Unanswered questions',
      '## To see the evidence by hand',
    ]);
  });

  it('gives the evidence, and quotes messages as blocks', () => {
    expect(text).toContain('- Deployment coder/coder, `spec.replicas`: `1`\n');
    expect(text).toContain('```text\n0/1 nodes are available: 1 Insufficient memory.\n```\n');
  });

  it('gives the arithmetic of every node', () => {
    expect(text).toContain('| kyrion | memory | 32Gi | 31.1Gi | 28.7Gi | 23Gi | 2.4Gi | 4Gi | too small |\n');
  });

  it('gives the patch and the commands in blocks and as numbered steps', () => {
    expect(text).toContain('```yaml\nspec:\n  postRenderers:\n');
    expect(text).toContain('**Because:** the cluster has one node');
    expect(text).toContain(
      '1. Change **apps/base/coder/release.yaml** (GitRepository flux-system, Kustomization apps) as in option 1.\n2. Run:\n\n   ```bash\n   flux reconcile source git',
    );
    expect(text).toContain('\n3. Check the result with the validation steps below.\n');
    expect(text).toContain(
      '```bash\nkubectl get helmreleases.helm.toolkit.fluxcd.io coder -n coder --context homelab\n```\n\n## Timeline',
    );
  });

  it('lists the steps on demand', () => {
    expect(render(incident(), true)).toContain(
      '## Steps walked\n\n- Is the status about the current spec? ✔ yes: generation 12 = observed 12\n',
    );
  });

  it('has no colour', () => {
    expect(text).not.toContain('\u001b');
  });
});

describe('other reports', () => {
  it('says honestly what was found', () => {
    expect(headings(render(healthy()))).toEqual([
      '# Investigation report: HelmRelease coder/coder is in trouble',
      '## Summary',
      '## What could not be looked at',
    ]);
    expect(render(healthy())).toContain('No symptom holds now');
    expect(render(inProgress())).toContain('An action is under way');
    expect(render(incomplete())).toContain('1 required look-up gave no answer');
    expect(render(incomplete())).toContain('| list pods | denied | yes | list pods in namespace coder |');
    expect(render(incomplete())).toContain('**Looked at:** an unknown time');
  });

  it('numbers the options of several causes', () => {
    const text = render(twoFindings());
    expect(text).toContain('### Further issue 2: The image tag is gone');
    expect(text).toContain('### Option 1.1: Upgrade without a surge pod (recommended)');
    expect(text).toContain('### Option 2.1: Request less memory\n');
    expect(text).toContain('what would confirm it: read access to the registry');
  });

  it('makes what follows the fix a step of it, not an option', () => {
    const [option, fix] = DOES_NOT_FIT.advice;
    const reset = { ...option, ...TITLED, tier: 'now', commands: ['flux reset'] } as Advice;
    const advice = [reset, { ...reset, title: 'By hand' }, fix as Advice];
    const text = render(incident({ findings: [{ ...DOES_NOT_FIT, advice }] }));
    expect(text).toContain(
      '\n3. Then: Clear the counter:\n\n   ```bash\n   flux reset\n   ```\n\n   Or: By hand:\n\n   ```bash',
    );
    expect(text).not.toContain('### Option 2');
  });

  it('lists a file once, with the options that change it', () => {
    const advice = DOES_NOT_FIT.advice.map((one) => ({ ...one, change: DOES_NOT_FIT.advice[1]?.change ?? null }));
    expect(render(incident({ findings: [{ ...DOES_NOT_FIT, advice }] }))).toMatch(
      /## Files to modify\n\n- \*\*apps[^\n]*: option 1, option 2\n\n/,
    );
  });

  it('lists the only row of a table', () => {
    const table = { id: 'status', title: 'Status', columns: ['State', 'Took'], rows: [['Stalled', '5m0s']] };
    expect(render(incident({ tables: [table] }))).toContain('### Status\n\n- **State**: Stalled\n- **Took**: 5m0s\n');
  });

  it('says so when nothing is recommended', () => {
    const advice = DOES_NOT_FIT.advice.map((one) => ({ ...one, recommended: false }));
    expect(render(incident({ findings: [{ ...DOES_NOT_FIT, advice }] }))).toContain(
      'No rule recommends one of these options',
    );
  });
});

describe('text from outside', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['`x`', '\\`x\\`'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['# head', '\\# head'],
    ['  - item', '\\- item'],
    ['===', '\\==='],
    ['1. first', '1\\. first'],
    ['2.28.1', '2.28.1'],
    ['*b* _i_ [l](u)', '\\*b\\* \\_i\\_ \\[l\\](u)'],
    ['a &lt; b & c', 'a \\&lt; b & c'],
    ['two\nlines', 'two lines'],
    ['\u001b[1m', '\\\\u{1b}\\[1m'],
  ])('%j shows as itself', (text, markdown) => {
    expect(inline(text)).toBe(markdown);
  });

  it('keeps paragraphs apart, but starts no list or heading', () => {
    expect(paragraphs('one\n\n\n\n# two\n- three')).toBe('one\n\n\\# two\n\\- three');
  });

  it('makes the fence longer than any run of backticks inside', () => {
    expect(fence('yaml', ['a', '````', 'b'])).toBe('`````yaml\na\n````\nb\n`````');
  });

  it('cannot leave a code span or a fence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '```', 'a', ' ', '\n', '\r') }), (text) => {
        const [opening = '', ...inside] = fence('', [text]).split('\n');
        expect(inside.indexOf(opening)).toBe(inside.length - 1);
        const ticks = /^`+/.exec(code(text))?.[0] ?? '';
        expect(code(text).slice(ticks.length, -ticks.length)).not.toContain(ticks);
      }),
    );
  });

  it('cannot add cells to a table', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const row = markdownTable(['a', 'b'], [[inline(text), 'end']]).split('\n')[2] ?? '';
        expect(row.replaceAll(/\\[^\w\s]/g, '').match(/\|/g)).toHaveLength(3);
      }),
    );
  });

  it('adds no heading, and lets no control character out', () => {
    fc.assert(
      fc.property(reportWith(anyText), (report) => {
        const text = render(report, true);
        expect(text.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu)).toBeNull();
      }),
      { numRuns: 100 },
    );
    const attack = render(
      withEveryText(incident(), () => '```\n# owned\n- x\n<script>'),
      true,
    );
    expect(headings(outsideFences(attack)).filter((line) => /^# owned/.test(line))).toEqual([]);
    expect(outsideFences(attack)).not.toMatch(/(?<!\\)<script/);
  });
});

/** The text without what stands in fenced blocks and code spans, read as Markdown reads it. */
function outsideFences(text: string): string {
  return text
    .replaceAll(/^( *)(`{3,})\w*\n[\s\S]*?\n\1\2$/gm, '')
    .replaceAll(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}
