import { compile } from '../expression/functions.ts';
import { PATTERN_GROUPS, type LineFormat, type LogPattern, type PatternSet } from '../model/log-pattern.ts';
import { findPatterns } from '../probes/logs/find-patterns.ts';
import { logEvents } from '../probes/logs/log-events.ts';
import { flawOf } from './rules/patterns.ts';
import type { Complaint } from './shape-issue.ts';
import type { Path } from './source.ts';
import { suggestion } from './suggest.ts';

/** What a shape cannot say of a file of log patterns: RE2, groups, and that the examples are what they are said to be. */
export function patternComplaints(set: PatternSet): readonly Complaint[] {
  const syntax = expressionsOf(set).flatMap(({ path, text }) =>
    flawOf(text, { path, on: 'value' }).map((flaw) => ({ ...flaw, rule: 'pattern' })),
  );
  if (syntax.length > 0) return syntax;
  return [
    ...set.formats.flatMap((format, index) => formatComplaints(format, ['formats', index])),
    ...set.lines.flatMap((pattern, index) => [
      ...groupComplaints(pattern, ['lines', index]),
      ...suggestionComplaints(pattern, ['lines', index]),
      ...endingComplaints(pattern, ['lines', index]),
      ...exampleComplaints(pattern, set, ['lines', index]),
      ...otherComplaints(pattern, set, ['lines', index]),
    ]),
  ];
}

function expressionsOf({ formats, traces, lines }: PatternSet): readonly { path: Path; text: string }[] {
  return [
    ...formats.flatMap(({ line }, index) =>
      line === undefined ? [] : [{ path: ['formats', index, 'line'], text: line }],
    ),
    ...traces.flatMap((trace, index) =>
      (['starts', 'goes-on', 'chains'] as const).flatMap((key) => {
        const text = trace[key];
        return text === undefined ? [] : [{ path: ['traces', index, key], text }];
      }),
    ),
    ...traces.flatMap(({ tells }, index) =>
      tells === undefined
        ? []
        : (['error', 'frame', 'outside'] as const).map((key) => ({
            path: ['traces', index, 'tells', key],
            text: tells[key],
          })),
    ),
    ...lines.map(({ is }, index) => ({ path: ['lines', index, 'is'], text: is })),
  ];
}

function formatComplaints(format: LineFormat, path: Path): readonly Complaint[] {
  if ((format.json === undefined) === (format.line === undefined))
    return [{ path, on: 'value', message: 'a format has one of json and line', rule: 'pattern-format' }];
  const [event] = logEvents(format.example, [format], []);
  const known = event !== undefined && (timed(format) ? event.at !== '' : event.texts[0] !== format.example);
  if (known) return [];
  const message = 'the format does not read this line';
  return [{ path: [...path, 'example'], on: 'value', message, rule: 'pattern-example' }];
}

function timed({ json, line = '' }: LineFormat): boolean {
  return json?.time !== undefined || line.includes('?P<time>');
}

function groupComplaints({ is, means }: LogPattern, path: Path): readonly Complaint[] {
  const groups = Object.keys(compile(is).namedGroups());
  const odd = groups.filter((name) => !PATTERN_GROUPS.some((each) => each === name));
  const named = [...means.matchAll(/\{([a-z]+)\}/g)].map((match) => match[1] ?? '');
  return [
    ...odd.map((name) => ({
      path: [...path, 'is'],
      on: 'value' as const,
      message: `there is no group "${name}"${suggestion(name, PATTERN_GROUPS)}`,
      rule: 'pattern-group',
    })),
    ...named
      .filter((name) => !groups.includes(name))
      .map((name) => ({
        path: [...path, 'means'],
        on: 'value' as const,
        message: `the pattern has no group "${name}"${suggestion(name, groups)}`,
        rule: 'pattern-group',
      })),
  ];
}

function suggestionComplaints({ kind, suggests }: LogPattern, path: Path): readonly Complaint[] {
  if ((kind === 'noise') === (suggests === undefined)) return [];
  const message = kind === 'noise' ? 'noise suggests nothing' : 'the key "suggests" is missing';
  return [{ path: [...path, 'name'], on: 'value', message, rule: 'pattern-kind' }];
}

/** A pattern that knows a mistake by its words is the reason itself, whatever ended by it. */
function endingComplaints({ generic, ending }: LogPattern, path: Path): readonly Complaint[] {
  if (ending !== true || generic === true) return [];
  const message = 'an ending is generic: it does not say why';
  return [{ path: [...path, 'ending'], on: 'value', message, rule: 'pattern-kind' }];
}

function exampleComplaints(pattern: LogPattern, set: PatternSet, path: Path): readonly Complaint[] {
  return pattern.examples.flatMap(({ line, gives = {} }, index) => {
    const at = { path: [...path, 'examples', index, 'line'], on: 'value' as const, rule: 'pattern-example' };
    const found = matchOf(pattern, set, line);
    if (found === undefined) return [{ ...at, message: 'the pattern does not match this line' }];
    const wrong = PATTERN_GROUPS.filter((name) => (found.groups[name] ?? '') !== (gives[name] ?? ''));
    return wrong.map((name) => ({ ...at, message: `the group ${name} is "${found.groups[name] ?? ''}" in this line` }));
  });
}

function otherComplaints(pattern: LogPattern, set: PatternSet, path: Path): readonly Complaint[] {
  return pattern.others.flatMap((line, index) =>
    matchOf(pattern, set, line) === undefined
      ? []
      : [
          {
            path: [...path, 'others', index],
            on: 'value' as const,
            message: 'the pattern matches this line',
            rule: 'pattern-example',
          },
        ],
  );
}

function matchOf(pattern: LogPattern, { formats, traces, patterns }: PatternSet, line: string) {
  const events = logEvents(line, formats, traces);
  return findPatterns(events, [{ pattern, runtime: patterns }])[0];
}
