import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

const SEGMENTER = [/const (?<name>segmenter) = (?<made>new Intl\.Segmenter\(\));/, 'segment'];
const EMOJI = [/const (?<name>rgiEmojiRegex) = (?<made>\/\^\\p\{RGI_Emoji\}\$\/v);/, 'test'];

/** By package, how its tables are made, and the one method of each that is called. */
const TABLES = { 'string-width': [SEGMENTER, EMOJI], 'wrap-ansi': [SEGMENTER] };

function lateOf(method) {
  return (_all, name, made) => {
    const making = made.startsWith('/') ? `new RegExp(${JSON.stringify(made.slice(1, -2))}, 'v')` : made;
    return `let ${name}Made; const ${name} = { ${method}: (text) => (${name}Made ??= ${making}).${method}(text) };`;
  };
}

/**
 * string-width and wrap-ansi make tables of Unicode when they are loaded, which takes as long as a tenth of a small diagnosis,
 * and look into none where everything is ASCII. Here they are made at the first look.
 */
export const lateWidths = {
  name: 'late-widths',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/(?:string-width|wrap-ansi)\/index\.js$/ }, async ({ path }) => {
      // A package that brings an older one of its own has it without these tables.
      if (path.split('node_modules').length > 2) return undefined;
      const source = await readFile(path, 'utf8');
      const late = TABLES[basename(dirname(path))].reduce((text, [made, method]) => {
        if (!made.test(text))
          throw new Error(`${path} makes its tables in another way than scripts/late-widths.mjs knows`);
        return text.replace(made, lateOf(method));
      }, source);
      return { contents: late, loader: 'js' };
    });
  },
};
