// Writes the stories of test/stories, and the estates beside them, as folders of objects; `--check` only says whether one of them is not fresh,
// and a word picks the folders that have it in their path.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTypeScript, root } from './load-typescript.mjs';

const { allStories, allEstates, filesOf } = await loadTypeScript(
  "export { allStories, filesOf } from './test/stories/all.ts'; export { allEstates } from './test/stories/estates/all.ts';",
);
const only = process.argv.slice(2).find((word) => word !== '--check') ?? '';
const captures = [...allStories, ...allEstates].filter(({ folder }) => folder.includes(only));
const check = process.argv.includes('--check');
let stale = 0;
for (const story of captures) {
  const folder = join(root, story.folder);
  const files = filesOf(story);
  if (isFresh(folder, files)) continue;
  stale += 1;
  if (check) console.error(`${story.folder} is not what its story says: run npm run captures`);
  else write(folder, files);
}
console.log(`${captures.length} captures, ${stale} ${check ? 'not fresh' : 'written'}`);
if (check && stale > 0) process.exitCode = 1;

function isFresh(folder, files) {
  if (!existsSync(folder)) return false;
  const present = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  if (present.length !== files.size) return false;
  return [...files].every(
    ([name, text]) => existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8') === text,
  );
}

function write(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
