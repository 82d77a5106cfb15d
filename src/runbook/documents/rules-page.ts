import { LOADING_RULES } from '../rules/loading-rules.ts';
import type { Rule } from '../rules/rule.ts';
import { code, GENERATED, inline, page } from './markdown.ts';

/** What every runbook is held against, when it is loaded and when it is checked, by the name that a problem shows in brackets. */
export function rulesPage(rules: readonly Rule[]): string {
  const sorted = [...LOADING_RULES, ...rules].sort((a, b) => (a.name < b.name ? -1 : 1));
  return page([
    '# Rules for runbooks',
    '',
    GENERATED,
    '',
    ...sorted.map(({ name, says }) => `- ${code(name)}: ${inline(says)}`),
  ]);
}
