import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/root.ts';

/** Whatever is prose for people: the README, and every page of the documents, generated ones too. */
const pages = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(inDocs)]
  .filter((page) => page.endsWith('.md'))
  .sort();

describe.each(pages)('%s', (page) => {
  const text = proseOf(page);

  it('has links that lead somewhere, down to the heading', () => {
    expect(linksIn(text).filter((link) => !leads(page, link))).toEqual([]);
  });

  it('has tables that are read as tables', () => {
    const rules = text.split('\n').filter((line) => /^\|[ :|,-]+$/.test(line) && line.includes('---'));
    expect(rules.filter((line) => !/^(?:\| ?:?-+:? ?)+\|$/.test(line))).toEqual([]);
  });
});

it('knows a link that leads nowhere', () => {
  expect(leads('docs/usage.md', 'no-such-page.md')).toBe(false);
  expect(leads('docs/usage.md', '#no-such-heading')).toBe(false);
  expect(leads('docs/usage.md', 'faults.md')).toBe(true);
  expect(leads('README.md', 'docs/usage.md#exit-codes')).toBe(true);
});

function inDocs(name: string): string {
  return join('docs', name);
}

/** Without what is shown as code: the blocks and the words between backticks. */
function proseOf(page: string): string {
  const text = readFileSync(join(root, page), 'utf8');
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '`…`');
}

function linksIn(text: string): readonly string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^https?:/.test(link));
}

function leads(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return heading === undefined || !target.endsWith('.md') || anchorsOf(target).has(heading);
}

const known = new Map<string, ReadonlySet<string>>();

/** The anchors of a page's headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const before = known.get(page);
  if (before !== undefined) return before;
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const anchors = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
  known.set(page, anchors);
  return anchors;
}

/** As it is made where Markdown is shown: small letters, hyphens for spaces, no signs. */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}
