import type { Evidence, Finding } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import { commandLines } from '../layout/command-lines.ts';
import { compactGrid } from './grid.ts';
import { labelled } from './labelled.ts';
import type { Page } from './page.ts';
import { objectName, valueText } from '../layout/words.ts';
import { acceptedText, count, findingLabel } from './reading.ts';
import { fixLines } from './table-fix.ts';
import { headroomLines } from './table-headroom.ts';
import { hang, pad, wrap } from '../layout/wrap.ts';

/** What a screen can take; json has all of it. */
const MOST_EVIDENCE = 8;
const MOST_COMMANDS = 4;

/** One root cause of `total`: what it is, what shows it, and how to mend it. */
export function findingLines(finding: Finding, index: number, total: number, page: Page): readonly string[] {
  const word = findingLabel(finding).toUpperCase();
  const heading = headingLines(finding, total === 1 ? word : `${word} ${index + 1} of ${total}`, page);
  if (finding.accepted !== undefined) return [...heading, '', ...acceptedLines(finding, page)];
  const cause = hang('  ', finding.cause, page.width);
  const headroom = headroomLines(finding.headroom, page);
  const fix = fixLines(finding.advice, page);
  const blocks = page.full
    ? [
        heading,
        cause,
        chainLines(finding, page),
        headroom,
        evidenceLines(finding.evidence, page),
        factLines(finding, page),
        fix,
      ]
    : [heading, cause, headroom, shortFactLines(finding, page), fix];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, position) => (position === 0 ? block : ['', ...block]));
}

/** Somebody has read it before: what is left to say is who lives with it and until when. */
function acceptedLines(finding: Finding, page: Page): readonly string[] {
  return [
    ...labelled('accepted', [acceptedText(finding)], page),
    ...labelled('about', [finding.chain.map(objectName).join(' → ')], page),
    ...labelled('code', [finding.code], page),
  ];
}

function chainLines({ chain, alsoAffects }: Finding, page: Page): readonly string[] {
  return [
    ...labelled('chain', [chain.map(objectName).join(' → ')], page),
    ...labelled('also affects', alsoAffects.map(objectName), page),
  ];
}

/** Label, title and, at the right edge, how sure it is; below each other where the title would have too little room. */
function headingLines({ title, confidence }: Finding, label: string, page: Page): readonly string[] {
  const lead = `  ${page.ink.red.bold(label)}  `;
  const room = page.width - 2 - label.length - 2 - 2 - confidence.length;
  if (room < 24)
    return [
      `${lead}${confidence}`,
      ...wrap(escapeLine(title), page.width - 4).map((line) => `    ${page.ink.bold(line)}`),
    ];
  const [first = '', ...rest] = wrap(escapeLine(title), room);
  const column = ' '.repeat(2 + label.length + 2);
  return [
    `${lead}${page.ink.bold(pad(first, room))}  ${confidence}`,
    ...rest.map((line) => `${column}${page.ink.bold(line)}`),
  ];
}

function evidenceLines(evidence: readonly Evidence[], page: Page): readonly string[] {
  if (evidence.length === 0) return [];
  const shown = evidence.slice(0, MOST_EVIDENCE);
  const rows = shown.map((one, index) => [nameUnlessAbove(one, shown[index - 1]), valueText(one), one.field]);
  const table = compactGrid({ columns: ['object', 'what was seen', 'field'], rows }, page);
  const hidden = evidence.length - shown.length;
  const more = hidden === 0 ? [] : [`  … and ${hidden} more: -o json`];
  return [...table, ...more, ...byHandLines(evidence, page)];
}

/** An object's name stands once above all that was seen of it. */
function nameUnlessAbove(one: Evidence, above: Evidence | undefined): string {
  const name = objectName(one.object);
  return above !== undefined && objectName(above.object) === name ? '' : name;
}

function byHandLines(evidence: readonly Evidence[], { ink }: Page): readonly string[] {
  const all = [...new Set(evidence.map((one) => one.command).filter((command) => command !== null))];
  const commands = all.slice(0, MOST_COMMANDS);
  if (commands.length === 0) return [];
  const more = all.length > commands.length ? ['    … all of them with -o json'] : [];
  return [`  ${ink.bold('see it by hand')}`, ...commandLines(commands, 4), ...more];
}

function factLines(finding: Finding, page: Page): readonly string[] {
  const ruledOut = finding.ruledOut.map(({ what, by }) => `${what}: ${by}`);
  return [...labelled('ruled out', ruledOut, page), ...surenessLines(finding, page), ...severityLines(finding, page)];
}

/** With a person at the terminal the steps have just gone by, and the menu shows the rest. */
function shortFactLines(finding: Finding, page: Page): readonly string[] {
  const { alsoAffects, wouldConfirm, evidence, ruledOut } = finding;
  const kept = `${count(evidence.length, 'fact')} seen, ${count(ruledOut.length, 'other cause')} ruled out: see the menu`;
  return [
    ...labelled('also affects', alsoAffects.map(objectName), page),
    ...(wouldConfirm.length === 0 ? [] : surenessLines(finding, page)),
    ...severityLines(finding, page),
    ...labelled('evidence', [kept], page),
  ];
}

function surenessLines({ confidence, code, wouldConfirm }: Finding, page: Page): readonly string[] {
  const confirm = wouldConfirm.map((what) => `- ${what}`);
  return [...labelled('confidence', [`${confidence} · code ${code}`], page), ...labelled('to be sure', confirm, page)];
}

function severityLines({ severity, severityRule }: Finding, page: Page): readonly string[] {
  return labelled('severity', [`${severity}: ${severityRule}`], page);
}
