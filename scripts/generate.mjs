import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { loadTypeScript, root } from './load-typescript.mjs';

const ENTRY = `
  export { loadCatalogue } from './src/runbook/catalogue.ts';
  export { runbookJsonSchema } from './src/runbook/json-schema.ts';
  export { patternsJsonSchema } from './src/runbook/schema-patterns.ts';
  export { programJsonSchema } from './src/runbook/schema-program.ts';
  export { patternsPage } from './src/runbook/documents/patterns-page.ts';
  export { profileJsonSchema } from './src/profile/profile-schema.ts';
  export { preflightJsonSchema } from './src/preflight/report-schema.ts';
  export { awsPage } from './src/runbook/documents/aws-page.ts';
  export { checksPage } from './src/runbook/documents/checks-page.ts';
  export { findingsPage } from './src/runbook/documents/findings-page.ts';
  export { probesPage } from './src/runbook/documents/probes-page.ts';
  export { rulesPage } from './src/runbook/documents/rules-page.ts';
  export { runbooksPage } from './src/runbook/documents/runbooks-page.ts';
  export { RULES } from './src/runbook/rules/index.ts';
  export { probes } from './src/probes/index.ts';
  export { allStories } from './test/stories/all.ts';
  export { podTreePage } from './test/stories/pod-tree-page.ts';
  export { fluxFailuresPage } from './test/stories/flux-failures/page.ts';
`;

/** Every generated file by its path, as it should be. Throws while a runbook has a problem. */
export async function generate() {
  const code = await loadTypeScript(ENTRY);
  const { runbooks, patterns, problems } = code.loadCatalogue(join(root, 'runbooks'), code.probes);
  if (problems.length > 0) throw new Error('the runbooks have problems: node scripts/compile-runbooks.mjs shows them');
  const catalogue = [...runbooks.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = {
    'schemas/runbook.schema.json': JSON.stringify(code.runbookJsonSchema()),
    'schemas/patterns.schema.json': JSON.stringify(code.patternsJsonSchema()),
    'schemas/program.schema.json': JSON.stringify(code.programJsonSchema()),
    'schemas/profile.schema.json': JSON.stringify(code.profileJsonSchema()),
    'schemas/preflight.schema.json': JSON.stringify(code.preflightJsonSchema()),
    'docs/generated/runbooks.md': code.runbooksPage(catalogue),
    'docs/generated/aws.md': code.awsPage(catalogue),
    'docs/generated/checks.md': code.checksPage(catalogue),
    'docs/generated/findings.md': code.findingsPage(catalogue),
    'docs/generated/probes.md': code.probesPage([...code.probes.values()]),
    'docs/generated/log-patterns.md': code.patternsPage(patterns),
    'docs/generated/rules.md': code.rulesPage(code.RULES),
    'docs/generated/pod-tree.md': code.podTreePage(code.allStories),
    'docs/generated/flux-failures.md': code.fluxFailuresPage(code.allStories),
  };
  return Object.fromEntries(await Promise.all(Object.entries(files).map(formatFile)));
}

async function formatFile([path, text]) {
  const filepath = join(root, path);
  return [path, await format(text, { ...(await resolveConfig(filepath)), filepath })];
}

/** The paths whose file is missing or says something else. */
export function staleFiles(files) {
  return Object.entries(files).flatMap(([path, text]) => (textOf(path) === text ? [] : [path]));
}

function textOf(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function main() {
  const files = await generate();
  const stale = staleFiles(files);
  if (!process.argv.includes('--check')) {
    for (const path of stale) write(path, files[path]);
    return 0;
  }
  for (const path of stale) console.error(`${path} is not what the generator writes: node scripts/generate.mjs`);
  return stale.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main().catch((error) => {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  });
}
