import type { WireResponse } from './exchange.ts';
import { TroubleError } from './trouble.ts';

/** One request for a page: the answer, and before it is complete the token of the next page. */
export interface PageRequest {
  /** As soon as the beginning of the body shows it; undefined where it shows none. Never rejects. */
  readonly head: Promise<string | undefined>;
  readonly body: Promise<WireResponse>;
}

/** What paging needs to know about one kind of list. */
export interface PagingOptions<Item> {
  /** Asks for the page behind a token; undefined is the first page. */
  readonly ask: (token: string | undefined, signal: AbortSignal) => PageRequest;
  /** Reads one page; only its items are kept. Throws for a page of the wrong shape. */
  readonly read: (response: WireResponse) => { readonly items: readonly Item[]; readonly next: string | undefined };
}

/** 200,000 objects: more is no cluster but a token that never ends. */
const MAX_PAGES = 400;

/** The end of a list: all items, or the first answer that is not a page. */
export type Listed<Item> = { readonly items: readonly Item[] } | { readonly refusal: WireResponse };

/**
 * Reads all pages of a list; the next page is asked for while the present one is still arriving. A token that the server
 * no longer knows (410) starts the list anew, once. `refusal` is the first answer whose status is not 200. Throws
 * `TroubleError` for a token that repeats or never ends, and what `ask` and `read` throw.
 */
export async function readPages<Item>(options: PagingOptions<Item>): Promise<Listed<Item>> {
  const first = await readOnce(options);
  if ('items' in first || first.refusal.status !== 410 || first.pages === 0) return first;
  return readOnce(options);
}

async function readOnce<Item>({ ask, read }: PagingOptions<Item>): Promise<Listed<Item> & { pages: number }> {
  const stop = new AbortController();
  const items: Item[] = [];
  const seen = new Set<string>();
  try {
    let current = ask(undefined, stop.signal);
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const early = await current.head;
      // Ask ahead, but never for a page that was asked for before.
      const ahead = early === undefined || seen.has(early) ? undefined : quietly(ask(early, stop.signal));
      const response = await current.body;
      if (response.status !== 200) return { refusal: response, pages };
      const page = read(response);
      for (const item of page.items) items.push(item);
      if (page.next === undefined) return { items, pages };
      if (seen.has(page.next)) throw endless();
      seen.add(page.next);
      current = ahead && early === page.next ? ahead : ask(page.next, stop.signal);
    }
    throw endless();
  } finally {
    // Whatever was asked for ahead and is not wanted any more.
    stop.abort();
  }
}

/**
 * The continue token at the beginning of a JSON list, whose metadata comes before its items; undefined while it has not
 * been seen, and where it may belong to something else.
 */
export function continueToken(beginning: Buffer): string | undefined {
  const head = beginning.toString('utf8');
  const beforeItems = head.split('"items"', 1)[0] ?? '';
  const metadata = /^\s*\{(?:\s*"(?:kind|apiVersion)"\s*:\s*"[^"\\]*"\s*,)*\s*"metadata"\s*:\s*\{([^{}]*)/.exec(
    beforeItems,
  )?.[1];
  return /"continue"\s*:\s*"([^"\\]+)"/.exec(metadata ?? '')?.[1];
}

/** A page that turns out not to be needed may fail unseen. */
function quietly(page: PageRequest): PageRequest {
  page.body.catch(() => undefined);
  return page;
}

function endless(): TroubleError {
  return new TroubleError(
    'the API server hands out pages of a list without end',
    'look at one namespace with -n, or narrow the look with -l; a proxy may be repeating an old answer',
  );
}
