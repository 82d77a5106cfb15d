import { describe, expect, it } from 'vitest';
import { findingsPage } from '../../src/runbook/documents/findings-page.ts';
import { code, inline } from '../../src/runbook/documents/markdown.ts';
import { probesPage } from '../../src/runbook/documents/probes-page.ts';
import { runbooksPage } from '../../src/runbook/documents/runbooks-page.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { BELOW, GOOD, PROBES } from './good-runbook.ts';

const runbooks = [GOOD, BELOW].flatMap((text) => loadRunbook(text, 'x.yaml').runbook ?? []);

describe('the generated pages', () => {
  it('have a section for every runbook, with its tree, look-ups and findings', () => {
    const page = runbooksPage(runbooks);
    expect(page).toContain('## pods\n\n**Are the pods ready?**');
    expect(page).toContain('1. Are there pods? (any)');
    expect(page).toContain('| `pods` | list `pods` | owned-by `workload` | yes |');
    expect(page).toContain('| [no-room](findings.md#no-room) | scheduling |');
  });

  it('have a section for every finding, in the order of the codes', () => {
    const page = findingsPage(runbooks);
    expect(page.match(/^## .*/gm)).toEqual(['## below-gone', '## no-room']);
    expect(page).toContain('**{workload} does not fit**');
    expect(page).toContain('- P1: nothing is left, if `fit.fits`');
    expect(page).toContain('- Confirmed by the nodes: `fit.fits`');
    expect(page).toContain('- Never more than likely');
    expect(page).toContain('- Make room (now, changes)\n- Look (now, reads)');
  });

  it('have a section for every probe', () => {
    const page = probesPage([...PROBES.values()]);
    expect(page).toContain('## rollout-fits\n\nWhether it fits.');
    expect(page).toContain('| `nodes` | list, optional | the nodes |');
    expect(page).toContain('| `needed` | bytes |');
  });
});

describe('markdown', () => {
  it('shows markup as it is written', () => {
    expect(inline('a *b*\n <i> [c](d) `e` {f.g}')).toBe('a \\*b\\* \\<i\\> \\[c\\](d) \\`e\\` {f.g}');
    expect(code('a `b`')).toBe('`` a `b` ``');
  });
});
