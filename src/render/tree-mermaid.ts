import type { Tree, TreeBranch, TreeStep } from '../model/tree.ts';
import { mermaidLabel } from '../text/mermaid.ts';

/**
 * Trees as one Mermaid flowchart. The path that a walk took has thick arrows and solid boxes, what it did not take dotted
 * arrows and dashed boxes, so that it can be told without colours. Each tree is a box around its steps.
 */
export function renderTreeMermaid(trees: readonly Tree[]): string {
  const chart = new Chart();
  for (const tree of trees) drawTree(tree, chart);
  return chart.text();
}

/** The lines of a chart, and the names that it has given out. Names are ours alone: a letter and a number. */
class Chart {
  readonly #lines: string[] = [];
  readonly #classes = new Map<string, string[]>();
  #names = 0;

  name(): string {
    this.#names += 1;
    return `n${String(this.#names)}`;
  }

  line(text: string): void {
    this.#lines.push(text);
  }

  /** A box with lines of text; gives its name. */
  box(texts: readonly string[], shape: keyof typeof SHAPES, look: BoxLook): string {
    const name = this.name();
    const [open, close] = SHAPES[shape];
    const label = texts
      .map((text) => mermaidLabel(text))
      .filter((text) => text !== '')
      .join('<br/>');
    this.line(`${name}${open}"${label}"${close}`);
    this.#classes.set(look, [...(this.#classes.get(look) ?? []), name]);
    return name;
  }

  text(): string {
    const used = [...this.#classes].filter(([look]) => look !== 'plain');
    return [
      'flowchart TD',
      ...this.#lines.map((line) => `  ${line}`),
      ...used.map(([look]) => `  classDef ${look} ${LOOKS[look as BoxLook]}`),
      ...used.map(([look, names]) => `  class ${names.join(',')} ${look}`),
      '',
    ].join('\n');
  }
}

const SHAPES = { question: ['[', ']'], ending: ['([', '])'], runbook: ['[[', ']]'] } as const;

type BoxLook = 'plain' | 'taken' | 'untaken';
const LOOKS: Readonly<Record<BoxLook, string>> = {
  plain: '',
  taken: 'stroke-width:3px',
  untaken: 'stroke-dasharray:4 4,color:#888888,stroke:#aaaaaa',
};

/** Draws a tree and gives the name of its first step; undefined for a tree without steps. */
function drawTree(tree: Tree, chart: Chart): string | undefined {
  const about = tree.subject === '' ? tree.title : tree.subject;
  const look = tree.walked ? 'taken' : 'plain';
  chart.line(`subgraph ${chart.name()}["${mermaidLabel(`${tree.runbook}: ${about}`)}"]`);
  const names = new Map(
    tree.steps.map((step) => [step.step, chart.box([step.question, ...answerOf(step)], 'question', look)]),
  );
  const drawn: Drawn = { chart, names, endings: new Map(), walked: tree.walked };
  for (const step of tree.steps) drawBranches(step, drawn);
  chart.line('end');
  for (const step of tree.steps) drawEntered(step, names.get(step.step) ?? '', chart);
  return names.get(tree.steps[0]?.step ?? '');
}

function answerOf({ answer, detail }: TreeStep): readonly string[] {
  const told = [answer, detail].filter((part) => part !== '').join(' · ');
  return told === '' ? [] : [`= ${told}`];
}

interface Drawn {
  readonly chart: Chart;
  readonly names: ReadonlyMap<string, string>;
  /** Boxes for what is no step of the tree, by words and look: each is drawn once. */
  readonly endings: Map<string, string>;
  readonly walked: boolean;
}

function drawBranches(step: TreeStep, drawn: Drawn): void {
  const from = drawn.names.get(step.step) ?? '';
  for (const branch of step.branches) {
    const arrow = !drawn.walked ? '-->' : branch.taken === true ? '==>' : '-.->';
    drawn.chart.line(`${from} ${arrow}|"${mermaidLabel(edgeWords(branch, drawn))}"| ${targetOf(branch, drawn)}`);
  }
}

/** The answer, and beside an arrow to a step what is found or noted on the way there. */
function edgeWords({ label, to, leadsTo }: TreeBranch, { names }: Drawn): string {
  const onTheWay = leadsTo.split(', ').slice(0, -1);
  return names.has(to ?? '') ? [label, ...onTheWay].join(' · ') : label;
}

/** The box that a branch leads to: that of its step where that is drawn, else one with what it comes to. */
function targetOf(branch: TreeBranch, { chart, names, endings, walked }: Drawn): string {
  const step = names.get(branch.to ?? '');
  if (step !== undefined) return step;
  const look = !walked ? 'plain' : branch.taken === true ? 'taken' : 'untaken';
  const words = branch.to === null ? branch.leadsTo : branch.leadsTo.replace(/next$/, branch.to);
  const key = `${look} ${words}`;
  const name = endings.get(key) ?? chart.box([words], 'ending', look);
  endings.set(key, name);
  return name;
}

function drawEntered({ enters, entered }: TreeStep, from: string, chart: Chart): void {
  if (enters !== '' && entered.length === 0) {
    chart.line(`${from} -.-> ${chart.box([`enters ${enters}`], 'runbook', 'plain')}`);
  }
  for (const tree of entered) {
    const first = drawTree(tree, chart);
    if (first !== undefined) chart.line(`${from} ==>|"${mermaidLabel(tree.subject || 'enters')}"| ${first}`);
  }
}
