import type { CheckSpec } from '../../model/check.ts';
import type { Runbook } from '../../model/runbook.ts';
import { WORKSHOP_INPUTS } from '../../model/workshop.ts';
import { cell, code, GENERATED, inline, page, table } from './markdown.ts';

type CheckRunbook = Runbook & { readonly check: CheckSpec };

/** The checks of a workshop in their order: what each looks at, what it covers, what fails it, and its thresholds. */
export function checksPage(runbooks: readonly Runbook[]): string {
  const checks = runbooks
    .filter((runbook): runbook is CheckRunbook => runbook.check !== undefined)
    .toSorted((one, other) => one.check.order - other.check.order);
  const columns = ['Check', 'Looks at', 'Covers', 'Walked', 'Who mends it'];
  return page([
    '# Checks of a workshop',
    '',
    GENERATED,
    '',
    ...table(columns, checks.map(row)),
    ...checks.flatMap(section),
  ]);
}

function row({ name, check, covers }: CheckRunbook): readonly string[] {
  const walked = check.across === true ? 'once, over all contexts' : 'in each context';
  return [`[${name}](#${name})`, cell(inline(check.about)), covers.map(inline).join(', '), walked, inline(check.team)];
}

function section(runbook: CheckRunbook): readonly string[] {
  const { name, title, summary, check } = runbook;
  const findings = Object.entries(runbook.findings).map(([id, { severity }]) => [
    `[${id}](findings.md#${id})`,
    severity.map(({ is }) => `${is} ${is <= check.fails ? 'fails' : 'warns'}`).join(', '),
  ]);
  return [
    `## ${name}`,
    '',
    `**${inline(title)}** ${inline(summary)}`,
    '',
    `Fails for a finding of ${check.fails} or worse, warns for others; its tree stands [here](runbooks.md#${name}).`,
    '',
    ...table(['Finding of its own', 'By its severity'], findings),
    ...table(['Threshold', 'Where it is not given'], thresholdsOf(runbook)),
  ];
}

/** A threshold by the name that a profile gives it by, and the number that its `derive` has in place of it. */
function thresholdsOf({ inputs, derive }: CheckRunbook): readonly (readonly string[])[] {
  const derived = JSON.stringify(derive);
  return Object.entries(inputs)
    .filter(([name, { kind }]) => kind === 'number' && WORKSHOP_INPUTS[name] === undefined)
    .map(([name]) => {
      const [, number] = new RegExp(`\\b${name} == null \\? (-?[\\d.]+)`).exec(derived) ?? [];
      return [code(kebab(name)), number === undefined ? 'see its tree' : String(Number(number))];
    });
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
