/** Releases that fail in the same words. */
export interface SameWords {
  readonly words: string;
  /** `namespace/name` of each. */
  readonly names: readonly string[];
}

/** A release and what is said about its failure. */
export interface Complaint {
  /** `namespace/name` */
  readonly name: string;
  readonly words: string;
}

/**
 * Groups releases whose errors differ in nothing but the release that they name: at least two each, the largest group
 * first. The words shown are those of the first. The same words are no proof of one cause.
 */
export function sameWords(complaints: readonly Complaint[]): readonly SameWords[] {
  const groups = new Map<string, Complaint[]>();
  for (const complaint of complaints) {
    const key = keyOf(complaint);
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), complaint]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ words: group[0]?.words ?? '', names: group.map(({ name }) => name) }))
    .toSorted((a, b) => b.names.length - a.names.length);
}

/** The words without the release's own names and without numbers, which differ from one to the next. */
function keyOf({ name, words }: Complaint): string {
  const [namespace = '', own = ''] = name.split('/');
  return words
    .split(/([\w.-]+)/)
    .map((part) => (part === own || part === namespace || part.startsWith(`${own}-`) ? '…' : part.replace(/\d+/g, '0')))
    .join('');
}
