import { parseDocument } from 'yaml';

/** Why a text was not read as YAML: it is `large`, nested too `deep`, or `malformed` (which too many aliases are too). */
export type YamlTrouble = 'large' | 'deep' | 'malformed';

/** The plain value of a YAML text, or why there is none. */
export type BoundedYaml =
  { readonly value: unknown; readonly trouble: '' } | { readonly value: undefined; readonly trouble: YamlTrouble };

const MOST_CHARACTERS = 32 * 1024;
const MOST_DEPTH = 64;
const MOST_ALIASES = 50;

/** Block collections that begin one behind the other on one line, `- - - ?`. */
const ON_ONE_LINE = /(?:[?-][ \t]+){33}/;

/**
 * Reads one YAML document (1.2, with the merge keys of 1.1) that somebody else wrote, such as a key of a ConfigMap. Never
 * throws, and takes no longer than its bounds let it: a text that is longer than 32 KiB, nested deeper than 64 or that
 * stumbles the parser is not read, a key is a text, and what aliases repeat is counted. Of
 * several documents the first is read; a key that comes twice and an unknown alias are malformed.
 */
export function boundedYaml(text: string): BoundedYaml {
  if (text.length > MOST_CHARACTERS) return without('large');
  // The time that the parser takes grows fast with the depth, so that is looked at before it begins.
  if (flowDepth(text) > MOST_DEPTH || ON_ONE_LINE.test(text)) return without('deep');
  try {
    const document = parseDocument(text, { prettyErrors: false, merge: true, stringKeys: true, logLevel: 'silent' });
    if (document.errors.length > 0) return without('malformed');
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return isDeeper(value, MOST_DEPTH) ? without('deep') : { value, trouble: '' };
  } catch {
    return without('malformed');
  }
}

function without(trouble: YamlTrouble): BoundedYaml {
  return { value: undefined, trouble };
}

/** How many brackets are open at most; those of quoted texts count too, which is too many and never too few. */
function flowDepth(text: string): number {
  let open = 0;
  let most = 0;
  for (const character of text) {
    if (character === '[' || character === '{') most = Math.max(most, ++open);
    else if ((character === ']' || character === '}') && open > 0) open -= 1;
  }
  return most;
}

/** An alias of what it stands in makes a value without an end, which is deeper than anything. */
function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((each) => isDeeper(each, depth - 1));
}
