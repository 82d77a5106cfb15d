import type { Runbook } from '../../src/model/runbook.ts';
import type { Story } from '../stories/story.ts';

/** What the messages of controllers lead to. */
const BY_MESSAGE = ['helm-error'];

/** Runbooks whose endings no story has to reach, and what proves them instead. */
export const PROVED_ELSEWHERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    BY_MESSAGE.map((name) => [name, 'test/runbook/helm-error.test.ts holds every message against its class']),
  ),
  'api-service':
    'it is entered for an API that is away and never alone: the stories of cluster-services reach its endings, healthy and denied',
  changes: 'it tells leads and never that anything is well; its stories hold what it tells',
  'helmrelease-missing':
    'a story gives objects as inputs and these are texts; test/commands/why-missing.test.ts holds its words',
  'helmrelease-recovered':
    'a story gives objects as inputs and these are texts; test/probes/release-verification.test.ts holds the checks',
};

/** The runbook that a story is kept under: the folder's name, or the one that the demos begin with. */
export function runbookOfFolder({ folder }: Story): string {
  const [, , name] = folder.split('/');
  return folder.startsWith('test/scenarios/') && name !== undefined ? name : 'helmreleases';
}

/** Whether a story goes through a runbook: it begins there, is kept there, or ends with one of its findings. */
export function goesThrough(story: Story, { name, findings }: Runbook): boolean {
  if (runbookOfFolder(story) === name || (story.entry?.runbook ?? 'helmreleases') === name) return true;
  return story.expected.findings.some(({ code }) => Object.hasOwn(findings, code));
}
