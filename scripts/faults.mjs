// Drives every fault through every command that looks at a cluster, and prints the table with its counts. The built
// program runs in a process of its own, at its default limits; with --quick it runs in this one and waits for nothing.
import { startVitest } from 'vitest/node';

const quick = process.argv.includes('--quick');
const startedAt = Date.now();
process.env.KUBEDOC_FAULTS = quick ? 'quick' : 'program';

const vitest = await startVitest('test', ['test/faults'], {
  watch: false,
  reporters: [{}],
  maxConcurrency: quick ? 5 : 12,
});
const cells = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const broken = vitest.state.getTestModules().flatMap((module) => module.errors());
await vitest.close();

const faults = grouped(cells.filter(isCell));
const rows = [...faults].map(([name, of]) => rowOf(name, of));
print(rows);
const failed = cells.filter((cell) => cell.result().state !== 'passed');
for (const cell of failed) console.error(`\n✖ ${cell.fullName}\n  ${errorsOf(cell)}`);
for (const error of broken) console.error(`\n✖ ${error.message}`);
const commands = new Set(cells.filter(isCell).map((cell) => cell.meta().fault.command));
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(
  `\n${faults.size} faults through ${commands.size} command lines${quick ? '' : ' of the built program'}: ` +
    `${cells.filter(isCell).length} runs, ${failed.length} not as they should be, ${seconds} s`,
);
process.exitCode = failed.length + broken.length > 0 || cells.length === 0 ? 1 : 0;

function isCell(test) {
  return test.meta().fault !== undefined;
}

function nameOf(cell) {
  return cell.meta().fault.fault;
}

/** By fault, in the order of the table; `Map.groupBy` came with Node 21. */
function grouped(all) {
  const groups = new Map();
  for (const cell of all) groups.set(nameOf(cell), [...(groups.get(nameOf(cell)) ?? []), cell]);
  return groups;
}

/** The exit codes that the commands end in, how many of the runs did, and the line that the first of them said. */
function rowOf(name, of) {
  const passed = of.filter((cell) => cell.result().state === 'passed').length;
  const exits = [...new Set(of.map((cell) => cell.meta().fault.exit))].sort();
  const line = of.map((cell) => cell.meta().fault.line).find((text) => text !== '') ?? 'a report';
  return [name, exits.join(', '), `${passed}/${of.length}`, line.replace(/^kubedoc: /, '')];
}

function print(rows) {
  const table = [['fault', 'exit', 'runs', 'what is said'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) {
    const cells = row.slice(0, 3).map((text, column) => text.padEnd(widths[column]));
    console.log(`${cells.join('  ')}  ${row[3]}`);
  }
}

function errorsOf(cell) {
  const { errors = [] } = cell.result();
  return errors.map(({ message, actual }) => `${message}\n  ${String(actual ?? '')}`).join('\n  ');
}
