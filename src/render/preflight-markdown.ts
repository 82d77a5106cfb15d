import type { Check, PlannedChange, PreflightReport } from '../model/preflight.ts';
import { safeCommand } from '../layout/command-lines.ts';
import { riskText } from '../layout/words.ts';
import { bullets, code, fence, inline, markdownTable } from './markdown-escape.ts';
import {
  afterText,
  byCheck,
  isLook,
  PREFLIGHT_WORDS,
  preflightSentence,
  RESULT_SIGNS,
  RESULT_WORDS,
  sureText,
  tallyText,
  windowText,
} from './preflight-reading.ts';
import { timeText } from './reading.ts';

/** The report of a preflight as a page of Markdown: verdict, what is to be done, the checks, and what each rests on. */
export function renderPreflightMarkdown(report: PreflightReport): string {
  const blocks = [
    ...headBlocks(report),
    ...changeBlocks(report),
    ...checkBlocks(report),
    ...openBlocks(report),
    ...capacityBlocks(report),
    ...trialBlocks(report),
    ...noteBlocks(report),
    '---',
    'Looked at by kubedoc, reading only.',
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headBlocks(report: PreflightReport): readonly string[] {
  const { workshop, checks, contexts } = report;
  const rows = contexts.map(({ context, role, now, serverVersion, unreachable }) => [
    inline(context),
    inline(role),
    inline(serverVersion ?? 'unknown'),
    unreachable === '' ? inline(timeText(now)) : `**no answer:** ${inline(unreachable)}`,
  ]);
  return [
    `# Workshop preflight: ${PREFLIGHT_WORDS[report.verdict]}`,
    bullets([
      `**Participants:** ${String(workshop.participants)}`,
      `**Window:** ${inline(windowText(workshop.window))}`,
      `**Checks:** ${tallyText(checks)}`,
    ]),
    preflightSentence(report),
    '## Contexts',
    markdownTable(['context', 'role', 'version', 'looked at'], rows),
  ];
}

function changeBlocks(report: PreflightReport): readonly string[] {
  if (report.after === null) return [];
  return [
    '## To be done',
    ...report.changes.flatMap((change, index) => oneChange(change, index + 1, report)),
    afterText(report),
  ];
}

function oneChange(planned: PlannedChange, number: number, { checks }: PreflightReport): readonly string[] {
  const { fix, context, owner, mends } = planned;
  const about = mends.map((id) => checks.find((check) => check.id === id)?.about ?? id);
  const facts = [
    ...(context === null ? [] : [`**Context:** ${inline(context)}`]),
    `**Who:** ${inline(owner)}`,
    `**${isLook(planned) ? 'About' : 'Mends'}:** ${inline(about.join('; '))} (${sureText(planned)})`,
    `**Risk:** ${inline(riskText(fix))}`,
    ...(fix.change === null ? [] : [`**File:** ${inline(fix.change.file)}`]),
    ...fix.blanks.map(({ text, question }) => `**Fill in** ${code(text)}: ${inline(question)}`),
  ];
  return [
    `### ${String(number)}. ${inline(fix.title)}`,
    bullets(facts),
    ...(fix.change === null || fix.change.patch === '' ? [] : [fence('yaml', fix.change.patch.trimEnd().split('\n'))]),
    ...(fix.commands.length === 0 ? [] : [fence('bash', fix.commands.map(safeCommand))]),
  ];
}

function checkBlocks({ checks, contexts }: PreflightReport): readonly string[] {
  const rows = byCheck(checks).map((group) => [
    inline(group[0].about),
    ...contexts.map(({ context }) => {
      const check = group.find((one) => one.context === context || one.context === null);
      return check === undefined ? '' : `${RESULT_SIGNS[check.result]} ${RESULT_WORDS[check.result]}`;
    }),
    inline(group[0].covers.join(', ')),
  ]);
  return ['## Checks', markdownTable(['check', ...contexts.map(({ context }) => inline(context)), 'covers'], rows)];
}

/** What is behind every check that does not pass, and what those that pass saw. */
function openBlocks({ checks }: PreflightReport): readonly string[] {
  const open = checks.filter(({ result }) => result === 'fail' || result === 'unknown' || result === 'warn');
  const passed = checks.filter(({ result, summary }) => result === 'pass' && summary !== '');
  const lines = passed.map(({ about, context, summary }) =>
    inline(`${about}${context === null ? '' : ` · ${context}`}: ${summary}`),
  );
  return [...open.flatMap(openBlock), ...(lines.length === 0 ? [] : ['## What passed', bullets(lines)])];
}

function openBlock({ result, about, context, summary, findings, evidence, unknown }: Check): readonly string[] {
  const where = context === null ? '' : ` · ${context}`;
  const causes = findings.flatMap(({ accepted, cause }) => (accepted === undefined ? [cause] : []));
  const rows = [
    ...evidence.map(({ text, command }) =>
      command === null ? inline(text) : `${inline(text)} (${code(safeCommand(command))})`,
    ),
    ...unknown.map(({ lookup, state, need }) => inline(`${lookup}: ${state}. ${need}`)),
  ];
  return [
    `### ${RESULT_SIGNS[result]} ${RESULT_WORDS[result]}: ${inline(`${about}${where}`)}`,
    inline(summary),
    ...causes.filter((cause) => cause !== summary).map(inline),
    ...(rows.length === 0 ? [] : [bullets(rows)]),
  ];
}

function capacityBlocks({ capacity }: PreflightReport): readonly string[] {
  if (capacity.length === 0) return [];
  const rows = capacity.map(({ context, running, room, possible, needed }) => [
    inline(context),
    String(running),
    String(needed),
    String(room),
    possible === null ? 'not known' : String(possible),
  ]);
  const columns = ['context', 'running', 'needed', 'fit now', 'more on nodes that may be added'];
  return ['## Room for workspaces', markdownTable(columns, rows)];
}

function trialBlocks({ trials }: PreflightReport): readonly string[] {
  if (trials.length === 0) return [];
  const each = trials.flatMap(({ context, trial: { what, holds, commands, blanks } }) => [
    `**${inline(context)}:** ${inline(what)}. ${inline(holds)}`,
    fence('bash', commands.map(safeCommand)),
    ...(blanks.length === 0
      ? []
      : [bullets(blanks.map(({ text, question }) => `Fill in ${code(text)}: ${inline(question)}`))]),
  ]);
  return ['## Try it', ...each];
}

function noteBlocks({ notes }: PreflightReport): readonly string[] {
  if (notes.length === 0) return [];
  return [
    '## Notes',
    bullets(notes.map(({ context, text }) => (context === '' ? inline(text) : `${inline(context)}: ${inline(text)}`))),
  ];
}
