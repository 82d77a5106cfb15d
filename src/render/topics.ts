import { hang } from '../layout/wrap.ts';

/** What is told of a topic of `kubedoc diagnose`. */
export interface ToldTopic {
  readonly name: string;
  readonly about: string;
  /** The question that its runbook answers. */
  readonly question: string;
  /** Whether one object can be named. */
  readonly takesName: boolean;
  /** The kinds that it looks at to see whether there is trouble (`plural.group`), sorted. */
  readonly looksAt: readonly string[];
  /** The kinds that it can come to look at besides, to explain one. */
  readonly explainsWith: readonly string[];
}

/** The topics as text: what each is about, how it is asked, and what it would look at. */
export function renderTopics(topics: readonly ToldTopic[], width: number): string {
  const room = Math.min(width === 0 ? 80 : width, 100);
  return `${topics.map((topic) => linesOf(topic, room).join('\n')).join('\n\n')}\n\n${END}`;
}

const END = `  --plan says when and where each is looked at, --plan --role which rights that takes.\n`;

function linesOf({ name, about, question, takesName, ...kinds }: ToldTopic, width: number): readonly string[] {
  const named = takesName ? [`    kubedoc diagnose ${name} [[NAMESPACE/]KIND/]NAME`] : [];
  return [
    ...hang(`  ${name}  `, `${about}. ${question}`, width),
    `    kubedoc diagnose ${name} [-n NAMESPACE | -A]`,
    ...named,
    ...hang('    looks at           ', shortNames(kinds.looksAt), width),
    ...hang('    to explain it      ', shortNames(kinds.explainsWith), width),
  ];
}

/** The groups fill the page and tell apart what nobody mixes up; the JSON has them. */
function shortNames(kinds: readonly string[]): string {
  return [...new Set(kinds.map((kind) => kind.replace(/\..*$/, '')))].join(', ');
}

/** The same for programs. */
export function renderTopicsJson(topics: readonly ToldTopic[]): string {
  return `${JSON.stringify({ topics }, null, 2)}\n`;
}
