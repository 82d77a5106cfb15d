import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTypeScript, root } from './load-typescript.mjs';

const ENTRY = `
  export { loadCatalogue } from './src/runbook/catalogue.ts';
  export { compileRunbooks } from './src/runbook/compiled.ts';
  export { packRunbooks } from './src/runbook/packed.ts';
  export { formatProblem } from './src/runbook/problem.ts';
  export { probes } from './src/probes/index.ts';
`;

/**
 * Checks the runbooks of `runbooks/` and writes them as one file of lines of JSON, so that a walk needs no parser and
 * reads what it enters. Prints every
 * problem on stderr; with one, nothing is written, the exit code is 1 and the result false.
 */
export async function compileRunbooks(outFile) {
  const code = await loadTypeScript(ENTRY);
  const catalogue = code.loadCatalogue(join(root, 'runbooks'), code.probes);
  const { runbooks, problems } = catalogue;
  const texts = new Map([...catalogue.texts, ...catalogue.patternTexts, ...catalogue.programTexts]);
  for (const problem of problems) {
    const file = relative(process.cwd(), problem.file);
    console.error(code.formatProblem({ ...problem, file }, texts.get(problem.file) ?? ''));
  }
  if (runbooks.size === 0) console.error('runbooks/ holds no runbook');
  if (problems.length > 0 || runbooks.size === 0) {
    process.exitCode = 1;
    return false;
  }
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, code.packRunbooks(code.compileRunbooks(runbooks)));
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileRunbooks(join(root, 'dist', 'runbooks.jsonl'));
