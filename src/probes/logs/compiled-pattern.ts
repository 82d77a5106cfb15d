import { RE2JS } from 're2js';
import { requiredTexts } from './required-text.ts';

/** An RE2 pattern that is compiled when a text may match it at all. */
export interface CompiledPattern {
  /** The named groups of the first match, `text` being the whole of it; undefined without one. */
  match(text: string): Readonly<Record<string, string>> | undefined;
}

/** The same pattern is held against the logs of many pods; a pattern is a constant of the build, so these stay few. */
const COMPILED = new Map<string, CompiledPattern>();

/** Compiles a pattern, once. Patterns run in linear time, so no log can make one hang. */
export function compilePattern(pattern: string): CompiledPattern {
  const before = COMPILED.get(pattern);
  if (before !== undefined) return before;
  const needs = requiredTexts(pattern);
  let compiled: RE2JS | undefined;
  const fresh: CompiledPattern = {
    match(text) {
      if (!needs.some((each) => text.includes(each))) return undefined;
      compiled ??= RE2JS.compile(pattern);
      const matcher = compiled.matcher(text);
      return matcher.find() ? groupsOf(compiled, matcher) : undefined;
    },
  };
  COMPILED.set(pattern, fresh);
  return fresh;
}

function groupsOf(compiled: RE2JS, matcher: ReturnType<RE2JS['matcher']>): Readonly<Record<string, string>> {
  const names = Object.keys(compiled.namedGroups());
  const groups = names.map((name) => [name, matcher.group(name) ?? ''] as const);
  return { text: matcher.group() ?? '', ...Object.fromEntries(groups) };
}
