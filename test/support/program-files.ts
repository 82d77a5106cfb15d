import { parse } from 'yaml';

/** Gives tests the files of `runbooks/programs` as the build gives them to the program (scripts/program-files.mjs). */
export const programFiles = {
  name: 'program-files',
  enforce: 'pre' as const,
  transform(text: string, path: string) {
    if (!/\/programs\/[^/]+\.yaml$/.test(path)) return undefined;
    return { code: `export const known = ${JSON.stringify(parse(text))};`, map: null };
  },
};
