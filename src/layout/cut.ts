import stringWidth from 'string-width';
import { graphemesOf } from '../text/graphemes.ts';

const ELLIPSIS = '…';

/** Plain one-line text in at most `width` columns; what does not fit is cut, and an ellipsis says so. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const grapheme of graphemesOf(text)) {
    if (stringWidth(kept + grapheme) > width - 1) break;
    kept += grapheme;
  }
  return width < 1 ? '' : kept + ELLIPSIS;
}
