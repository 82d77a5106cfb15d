import { stringify } from 'yaml';
import { escapeLine } from '../text/escape.ts';
import { formatBytes, formatMillicores } from '../text/quantity.ts';
import type { ChosenWorkshop } from './workshop-init-questions.ts';
import type { SeenWorkspace } from './workshop-pods.ts';
import type { SeenContext } from './workshop-survey.ts';

/** The profile as it is written: what is known as keys, what is not as comments to fill in. */
export function profileText(chosen: ChosenWorkshop): string {
  const { contexts, others } = chosen;
  const blocks = [
    ['# The profile of kubedoc; docs/profile.md tells every key.'],
    contextLines(contexts),
    others.length === 0 ? [] : ['# Looked at, and no part of it:', ...others.map((one) => `#   ${aboutOther(one)}`)],
    workshopLines(chosen),
    contactLines(),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function contextLines(contexts: readonly SeenContext[]): readonly string[] {
  if (contexts.length === 0)
    return [
      '# The clusters of workshops.',
      '# contexts:',
      '#   - context: NAME',
      '#     role: control-plane # or proxy',
    ];
  return ['# The clusters of workshops.', 'contexts:', ...contexts.flatMap(oneContext)];
}

function oneContext({ context, role, where, domain, wildcard, unseen }: SeenContext): readonly string[] {
  const why = unseen === '' ? 'no pod of Coder was found' : `not looked at: ${escapeLine(unseen)}`;
  return [
    `  - context: ${scalar(context)}`,
    role === ''
      ? `    # role: control-plane or proxy (${why})`
      : `    role: ${role} # in namespace ${escapeLine(where)}`,
    domain === '' ? '    # domain: the host that people open' : `    domain: ${scalar(domain)}`,
    wildcard === '' ? "    # wildcard: the host of applications, '*.…'" : `    wildcard: ${scalar(wildcard)}`,
  ];
}

function aboutOther({ context, role, unseen }: SeenContext): string {
  const why = unseen === '' ? 'no pod of Coder was found' : `not looked at: ${unseen}`;
  return escapeLine(`${context} (${role === '' ? why : role})`);
}

function workshopLines({ zone, answers, contexts }: ChosenWorkshop): readonly string[] {
  const { participants, start, duration } = answers;
  return [
    '# The next workshop.',
    'workshop:',
    participants === undefined ? '  # participants: how many people take part' : `  participants: ${participants}`,
    start === undefined || start === 'now'
      ? '  # start: when it begins, such as 2026-12-01T09:00'
      : `  start: ${scalar(start)}`,
    `  zone: ${scalar(zone)}`,
    duration === undefined ? '  # duration: how long it takes, such as 4h' : `  duration: ${scalar(duration)}`,
    ...workspaceLines(contexts.flatMap(({ workspaces }) => workspaces)),
  ];
}

/** Those that run say what one asks for; the largest is on the safe side. */
function workspaceLines(workspaces: readonly SeenWorkspace[]): readonly string[] {
  const most = (key: 'cpuMillicores' | 'memoryBytes' | 'storageBytes'): number =>
    Math.max(0, ...workspaces.map((one) => one[key]));
  const known = [
    ['cpu', formatMillicores(most('cpuMillicores')), most('cpuMillicores')],
    ['memory', exactBytes(most('memoryBytes')), most('memoryBytes')],
    ['ephemeral-storage', exactBytes(most('storageBytes')), most('storageBytes')],
  ] as const;
  const lines = known.filter(([, , amount]) => amount > 0).map(([key, text]) => `    ${key}: ${text}`);
  const namespaces = [...new Set(workspaces.map(({ namespace }) => namespace))];
  const [only, another] = namespaces;
  if (only !== undefined && another === undefined) lines.push(`    namespace: ${scalar(only)}`);
  if (lines.length === 0)
    return ['  # workspace: { cpu: 2, memory: 4Gi }', '  #   what one asks for; none was seen that asks'];
  return [`  # The most that one of the ${String(workspaces.length)} asks for that run.`, '  workspace:', ...lines];
}

/** A rounded amount would be another one. */
function exactBytes(bytes: number): string {
  return bytes % 1024 ** 2 === 0 ? `${String(bytes / 1024 ** 2)}Mi` : formatBytesUp(bytes);
}

function formatBytesUp(bytes: number): string {
  return bytes < 1024 ** 2 ? formatBytes(1024 ** 2) : `${String(Math.ceil(bytes / 1024 ** 2))}Mi`;
}

function contactLines(): readonly string[] {
  return ['# How the teams are reached that a report names.', '# contacts:', "#   on-call: '#platform'"];
}

/** A text as a value of YAML on one line, in quotes where it needs them. */
function scalar(text: string): string {
  const written = stringify(text, { lineWidth: 0 }).trimEnd();
  return written.includes('\n') ? JSON.stringify(text) : written;
}
