import { isDeepStrictEqual } from 'node:util';
import { at, textAt } from '../../plane/manifest.ts';
import type { Side } from './ask.ts';
import type { Difference } from './differences.ts';
import { listAt } from './kinds.ts';
import { read } from './question.ts';

/** Lists that both servers are walked through page by page, each with its own tokens. */
const WALKED = [
  '/api/v1/pods?limit=4',
  '/apis/example.com/v1/widgets?limit=1',
  '/api/v1/pods?limit=3&labelSelector=app',
];

/** Holds that both servers cut the same pages; a walk that differs is one difference. */
export async function comparePages(real: Side, replayed: Side): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const path of WALKED) {
    const [mine, theirs] = [await pagesOf(real, path), await pagesOf(replayed, path)];
    if (mine.length < 2) throw new Error(`${path} has one page only, so that nothing is compared`);
    if (isDeepStrictEqual(mine, theirs)) continue;
    found.push({ request: `GET ${path} and its further pages`, field: 'pages', real: mine, replayed: theirs });
  }
  return found;
}

/** What stands on each page, and how much is said to be left. */
async function pagesOf(side: Side, path: string): Promise<readonly unknown[]> {
  const pages: unknown[] = [];
  for (let token: string | undefined = ''; token !== undefined;) {
    const next: string = token === '' ? path : `${path}&continue=${encodeURIComponent(token)}`;
    const { code, body } = await side.ask(read(next));
    if (code !== 200) throw new Error(`${next}: ${code} ${textAt(body, 'message')}`);
    const names = listAt(body, 'items').map((item) => textAt(item, 'metadata.name'));
    pages.push({ names, left: at(body, 'metadata.remainingItemCount') });
    token = textAt(body, 'metadata.continue') || undefined;
  }
  return pages;
}
