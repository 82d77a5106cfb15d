import type { Capacity, Check, CheckResult, ContextRow, PreflightReport } from '../model/preflight.ts';
import { safeCommand } from '../layout/command-lines.ts';
import { pack } from '../layout/pack.ts';
import { unseenText } from '../layout/unseen-text.ts';
import { hang, pad, widest, wrap } from '../layout/wrap.ts';
import { escapeLine } from '../text/escape.ts';
import { bar } from './bar.ts';
import { heading, pageOf, type Page } from './page.ts';
import {
  byCheck,
  PREFLIGHT_SIGNS,
  PREFLIGHT_WORDS,
  preflightSentence,
  RESULT_SIGNS,
  RESULT_WORDS,
  tallyText,
  windowText,
} from './preflight-reading.ts';
import { changeBlocks } from './preflight-changes.ts';
import { count } from './reading.ts';

/** How the report of a preflight is to look. */
export interface PreflightLook {
  readonly width: number;
  readonly color: boolean;
}

/**
 * The report of a preflight for a terminal: the verdict, every check in one line, what fails, is unknown or warns with its
 * evidence, the room there is, and at the end, where the eyes are, what is to be done.
 */
export function renderPreflightTable(report: PreflightReport, look: PreflightLook): string {
  const page = pageOf({ ...look, path: false, mode: 'full' });
  const blocks = [
    headerLines(report, page),
    contextLines(report.contexts, page),
    matrixLines(report, page),
    ...(['fail', 'unknown', 'warn'] as const).map((result) => detailLines(report, result, page)),
    roleLines(report, page),
    notApplicableLines(report, page),
    capacityLines(report.capacity, page),
    noteLines(report, page),
    trialLines(report, page),
    ...changeBlocks(report, page),
    closingLines(report, page),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** Paints a result. */
export function resultInk(result: CheckResult, { ink }: Page): (text: string) => string {
  if (result === 'fail') return ink.red;
  if (result === 'pass') return ink.green;
  return result === 'not-applicable' ? ink.dim : ink.yellow;
}

/** The verdict, painted. */
export function verdictText(verdict: PreflightReport['verdict'], { ink }: Page): string {
  const text = `${PREFLIGHT_SIGNS[verdict]} ${PREFLIGHT_WORDS[verdict]}`;
  if (verdict === 'go') return ink.green.bold(text);
  return verdict === 'no-go' ? ink.red.bold(text) : ink.yellow.bold(text);
}

function headerLines(report: PreflightReport, page: Page): readonly string[] {
  const { workshop, verdict, checks } = report;
  const parts = [
    verdictText(verdict, page),
    tallyText(checks),
    `workshop for ${count(workshop.participants, 'participant')}`,
    'reading only',
  ];
  return [
    ...pack(parts, { separator: ' · ', indent: 2, hanging: 2, width: page.width }),
    ...hang('  ', windowText(workshop.window), page.width).map((line) => page.ink.dim(line)),
    ...hang('  ', preflightSentence(report), page.width),
  ];
}

/** Numbered, since names of contexts can be as long as a line; their numbers head the columns below. */
function contextLines(contexts: readonly ContextRow[], page: Page): readonly string[] {
  const lines = contexts.flatMap(({ context, role, serverVersion, unreachable }, index) => {
    const seen = unreachable === '' ? (serverVersion ?? 'version unknown') : `? ${unreachable}`;
    const parts = [context, ...(role === '' ? [] : [role]), seen].map((part) => escapeLine(part));
    return hang(contexts.length < 2 ? '  ' : `  ${String(index + 1)}  `, parts.join(' · '), page.width);
  });
  return [heading(contexts.length < 2 ? 'context' : 'contexts', page), ...lines];
}

/** One line per check: its result in each context, in the order of their numbers. */
function matrixLines({ checks, contexts }: PreflightReport, page: Page): readonly string[] {
  const groups = byCheck(checks);
  if (groups.length === 0) return [];
  const numbers = contexts.map((_, index) => String(index + 1));
  const lines = groups.map((group) => {
    const signs = contexts.map(({ context }) => signOf(group, context, page));
    const [first] = group;
    return hang(`  ${signs.join(' ')}  `, escapeLine(first.about), page.width);
  });
  const legend = (['fail', 'unknown', 'warn', 'pass', 'not-applicable'] as const)
    .map((result) => `${RESULT_SIGNS[result]} ${RESULT_WORDS[result]}`)
    .join('  ');
  const title = contexts.length > 1 ? `${numbers.join(' ')}  checks` : '   checks';
  return [heading(title, page), ...lines.flat(), ...hang('  ', legend, page.width).map((line) => page.ink.dim(line))];
}

/** A check across contexts stands in every column. */
function signOf(group: readonly Check[], context: string, page: Page): string {
  const check = group.find((one) => one.context === context || one.context === null);
  if (check === undefined) return ' ';
  return resultInk(check.result, page)(RESULT_SIGNS[check.result]);
}

/** Every check of a result, with why; contexts that gave no answer have said so above. */
function detailLines({ checks, contexts }: PreflightReport, result: CheckResult, page: Page): readonly string[] {
  const silent = new Set(contexts.flatMap(({ context, unreachable }) => (unreachable === '' ? [] : [context])));
  const shown = checks.filter((check) => check.result === result && !silent.has(check.context ?? ''));
  return shown.flatMap((check, index) => [...(index === 0 ? [] : ['']), ...checkLines(check, contexts, page)]);
}

/** How whoever may see too little learns what it takes. */
function roleLines({ checks }: PreflightReport, page: Page): readonly string[] {
  const denied = checks.some(({ unknown }) => unknown.some(({ state, required }) => required && state === 'denied'));
  if (!denied) return [];
  return [
    ...hang('  ', 'What was denied stands in the ClusterRole that all checks need, which this prints:', page.width),
    '    $ kubedoc workshop preflight --plan --role',
  ];
}

/** As much evidence as proves it; the rest is in the JSON. */
const MOST_EVIDENCE = 3;

function checkLines(check: Check, contexts: readonly ContextRow[], page: Page): readonly string[] {
  const { result, about, context, summary, findings, unknown } = check;
  const paint = resultInk(result, page);
  const where = context === null || contexts.length < 2 ? '' : ` · ${context}`;
  const head = wrap(
    `${RESULT_SIGNS[result]} ${RESULT_WORDS[result]} · ${escapeLine(about)}${escapeLine(where)}`,
    page.width - 2,
  );
  const cause = findings.find(({ accepted }) => accepted === undefined)?.cause ?? '';
  const evidence = check.evidence.filter(({ text }) => !text.endsWith(summary)).slice(0, MOST_EVIDENCE);
  const missing = unknown.filter(({ required }) => required).slice(1);
  return [
    ...head.map((line) => `  ${paint(line)}`),
    ...hang('      ', summary, page.width),
    ...(cause === '' || cause === summary ? [] : hang('      ', cause, page.width).map((line) => page.ink.dim(line))),
    ...evidence.flatMap(({ text, command }) => [
      ...hang('      - ', text, page.width),
      ...(command === null ? [] : [`        $ ${safeCommand(command)}`]),
    ]),
    ...missing.flatMap((row) => hang('      - ', unseenText(row), page.width)),
  ];
}

/** A bar per context: what runs, the room that is there, and what an autoscaler may add, beside what is needed. */
function capacityLines(capacity: readonly Capacity[], page: Page): readonly string[] {
  if (capacity.length === 0) return [];
  const names = Math.min(32, widest(capacity.map(({ context }) => escapeLine(context))));
  const lines = capacity.flatMap((one) => {
    const { context, running, room, possible, needed } = one;
    const all = room + (possible ?? 0);
    const drawn = bar(Math.min(needed, all), Math.max(needed, all, 1), page.width < 80 ? 20 : 30);
    const enough = needed <= room ? page.ink.green : needed <= all ? page.ink.yellow : page.ink.red;
    const parts = [
      pad(escapeLine(context), names),
      enough(drawn),
      [
        `${String(needed)} needed`,
        `${String(room)} fit now`,
        possible === null ? 'what may be added is not known' : `${String(possible)} more on nodes that may be added`,
        `${String(running)} run`,
      ].join(' · '),
    ];
    return pack(parts, { separator: '  ', indent: 2, hanging: 6, width: page.width });
  });
  return [heading('room for workspaces', page), ...lines];
}

/** Why checks do not apply: a context that was named by mistake shows here. */
function notApplicableLines({ checks, contexts }: PreflightReport, page: Page): readonly string[] {
  const where = new Map<string, readonly string[]>();
  for (const { result, about, context, summary } of checks) {
    if (result !== 'not-applicable' || summary === '') continue;
    const number = contexts.findIndex((one) => one.context === context);
    const text = `${about}: ${firstSentence(summary)}`;
    where.set(text, [...(where.get(text) ?? []), ...(number < 0 ? [] : [String(number + 1)])]);
  }
  if (where.size === 0) return [];
  const lines = [...where].flatMap(([text, numbers]) => hang('  · ', numbered(text, numbers, contexts), page.width));
  return [heading('not applicable', page), ...lines.map((line) => page.ink.dim(line))];
}

/** With the numbers of the contexts in front, where there are several. */
function numbered(text: string, numbers: readonly string[], contexts: readonly ContextRow[]): string {
  return contexts.length < 2 || numbers.length === 0 ? text : `${[...new Set(numbers)].join(', ')}: ${text}`;
}

/** What several contexts say alike once, and of each its first sentence: the whole stands in the other formats. */
function noteLines({ notes, contexts }: PreflightReport, page: Page): readonly string[] {
  if (notes.length === 0) return [];
  const where = new Map<string, readonly string[]>();
  for (const { context, text } of notes) {
    const number = contexts.findIndex((one) => one.context === context);
    const short = firstSentence(text);
    where.set(short, [...(where.get(short) ?? []), ...(number < 0 ? [] : [String(number + 1)])]);
  }
  const lines = [...where].flatMap(([text, numbers]) => {
    return hang('  - ', numbered(text, numbers, contexts), page.width);
  });
  const cut = notes.some(({ text }) => firstSentence(text) !== text);
  const more = cut ? hang('  ', 'More of each, and how to look, with -o markdown.', page.width) : [];
  return [heading('notes', page), ...lines, ...more.map((line) => page.ink.dim(line))];
}

/** Up to the first full stop behind which a new sentence begins. */
function firstSentence(text: string): string {
  return /^.*?\.(?= [A-Z])/s.exec(text)?.[0] ?? text;
}

function trialLines({ trials, contexts }: PreflightReport, page: Page): readonly string[] {
  if (trials.length === 0) return [];
  const lines = trials.flatMap(({ context, trial }) => [
    ...hang('  - ', contexts.length < 2 ? trial.what : `${context}: ${trial.what}`, page.width),
    ...hang('    ', trial.holds, page.width).map((line) => page.ink.dim(line)),
    ...trial.commands.map((command) => `    $ ${safeCommand(command)}`),
    ...trial.blanks.flatMap(({ text, question }) => hang('    fill in ', `${text}: ${question}`, page.width)),
  ]);
  return [heading('try it', page), ...lines];
}

/** The last line in sight says what the first did. */
function closingLines({ verdict, checks }: PreflightReport, page: Page): readonly string[] {
  return [`  ${verdictText(verdict, page)} · ${tallyText(checks)}`];
}
