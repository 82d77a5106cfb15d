import { hang } from '../layout/wrap.ts';
import type { Finding } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import type { Look } from './format.ts';
import type { Page } from './page.ts';
import { findingLabel } from './reading.ts';

/**
 * What was found, a line each, for whoever reads from the top: the path, which may be long, comes before the findings
 * themselves. Left out where one finding follows at once, and where the walk has just gone by on the screen.
 */
export function indexLines(findings: readonly Finding[], look: Look, page: Page): readonly string[] {
  if (!page.full || (!look.path && findings.length < 2)) return [];
  return findings.flatMap((finding, index) => {
    const lead = findings.length === 1 ? '' : `${index + 1}  `;
    return hang(`  ${page.ink.red('✖')} ${lead}`, escapeLine(`${finding.title} · ${standing(finding)}`), page.width);
  });
}

/** How sure a cause is; what is accepted or only a risk is called that. */
function standing(finding: Finding): string {
  const label = findingLabel(finding);
  return label === 'Root cause' ? finding.confidence : `${label.toLowerCase()}, ${finding.confidence}`;
}
