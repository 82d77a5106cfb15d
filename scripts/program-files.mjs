import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** Takes the files of `runbooks/programs` into a bundle: no parser and no file is needed when the program runs. */
export const programFiles = {
  name: 'program-files',
  setup({ onLoad }) {
    onLoad({ filter: /\/programs\/[^/]+\.yaml$/ }, async ({ path }) => ({
      contents: `export const known = ${JSON.stringify(parse(await readFile(path, 'utf8')))};`,
      loader: 'js',
    }));
  },
};
