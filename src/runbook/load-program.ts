import type { KnownProgram, ProgramFailure } from '../model/known-program.ts';
import { programFailure } from '../text/program-failure.ts';
import { toProblem } from './load.ts';
import { parseYaml } from './parse-yaml.ts';
import { sortProblems, type Problem } from './problem.ts';
import { flawOf } from './rules/patterns.ts';
import { asKnownProgram, programSchema } from './schema-program.ts';
import { complaintsOf, type Complaint } from './shape-issue.ts';
import type { Path } from './source.ts';

/** Everything that is wrong with a file of `runbooks/programs`. Never throws. */
export function programProblems(text: string, file: string): readonly Problem[] {
  const { source, value, problems } = parseYaml(text, file);
  if (problems.length > 0) return problems;
  const shaped = programSchema.safeParse(value);
  const complaints = shaped.success
    ? complaintsAbout(asKnownProgram(shaped.data))
    : complaintsOf(shaped.error.issues, value, programSchema);
  return sortProblems(complaints.map((each) => toProblem(each, source)));
}

/** What a shape cannot say: RE2, and that each example comes to the failure that it stands under. */
function complaintsAbout(program: KnownProgram): readonly Complaint[] {
  const { denied, absent, failures } = program;
  const syntax = [
    ...flawsOf(denied, ['denied']),
    ...flawsOf(absent, ['absent']),
    ...failures.flatMap(({ codes, words }, index) => [
      ...flawsOf(codes, ['failures', index, 'codes']),
      ...flawsOf(words, ['failures', index, 'words']),
    ]),
  ];
  if (syntax.length > 0) return syntax;
  return failures.flatMap((failure, index) => failureComplaints(program, failure, ['failures', index]));
}

function flawsOf(patterns: readonly string[] | undefined, path: Path): readonly Complaint[] {
  return (patterns ?? []).flatMap((pattern, index) =>
    flawOf(pattern, { path: [...path, index], on: 'value' }).map((flaw) => ({ ...flaw, rule: 'pattern' })),
  );
}

function failureComplaints(program: KnownProgram, failure: ProgramFailure, path: Path): readonly Complaint[] {
  const { name, codes, words, examples } = failure;
  const at = (key: string, message: string, rule: string): Complaint => ({
    path: [...path, key],
    on: 'value',
    message,
    rule,
  });
  const first = program.failures.find((each) => each.name === name);
  return [
    ...(first === failure ? [] : [at('name', `the name "${name}" is taken`, 'program-failure')]),
    ...(codes === undefined && words === undefined
      ? [at('name', 'a failure has codes, words or both', 'program-failure')]
      : []),
    ...examples.flatMap((said, index): readonly Complaint[] => {
      const found = programFailure(program, said);
      if (found === failure) return [];
      const message = found === undefined ? 'no failure fits this' : `this comes to "${found.name}"`;
      return [{ path: [...path, 'examples', index, 'says'], on: 'value', message, rule: 'program-failure' }];
    }),
  ];
}
