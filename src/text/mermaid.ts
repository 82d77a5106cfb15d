import { escapeLine } from './escape.ts';

/** Letters, digits, spaces and what no version of Mermaid reads as anything but itself. */
const PLAIN = /[\p{L}\p{N} ,?!/']/u;

/**
 * Text from outside as a quoted label of a Mermaid flowchart: one line, in which everything that Mermaid, Markdown or HTML
 * could read is an entity code (`#35;`). Mermaid reads labels as Markdown, where digits and a full stop begin a list, so
 * those are codes too. Longer texts are cut at `longest` characters.
 */
export function mermaidLabel(text: string, longest = 120): string {
  const characters = Array.from(escapeLine(text));
  const kept = characters.length <= longest ? characters : [...characters.slice(0, longest - 1), '…'];
  return kept.map(encoded).join('').trim();
}

function encoded(character: string): string {
  return PLAIN.test(character) ? character : `#${String(character.codePointAt(0) ?? 0)};`;
}

/** Text from outside as one comment line of a Mermaid chart; braces, which would make it a directive, become round. */
export function mermaidComment(text: string): string {
  return `%% ${escapeLine(text).replaceAll(/[{[]/g, '(').replaceAll(/[}\]]/g, ')')}`;
}
