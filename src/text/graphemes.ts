let segmenter: Intl.Segmenter | undefined;

/**
 * The graphemes of a text: what a person sees as one character (Unicode Standard Annex 29). The tables for it are made when
 * they are first needed: most runs cut nothing, and making them takes as long as several requests.
 */
export function* graphemesOf(text: string): Generator<string, void> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
