import { expect, it } from 'vitest';
import { loadRunbook } from '../../src/runbook/load.ts';
import { outline } from '../../src/runbook/outline.ts';
import { GOOD } from './good-runbook.ts';

it('draws the tree from top to bottom', () => {
  const { runbook } = loadRunbook(GOOD, 'pods.yaml');
  expect(runbook === undefined ? [] : outline(runbook)).toEqual([
    '1. Are there pods? (any)',
    '   yes     → next',
    '   no      → note none, end',
    '   unknown → unclear',
    '2. Do they fit? (room)',
    '   they fit  → said',
    '   no node   → finding no-room, end',
    '   otherwise → next',
    '   unknown   → next',
    '3. Was it changed today? (asked)',
    '   changed → said',
    '   same    → healthy',
    '   unknown → next',
    '4. What does it say? (said)',
    '   no file   → finding no-room, healthy',
    '   otherwise → next',
    '   unknown   → unclear',
    '5. What is below? (below)',
    '   enters below, once per element of events',
    '   found   → advice look',
    '   clean   → healthy',
    '   unknown → unclear',
  ]);
});
