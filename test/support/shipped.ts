import { probes } from '../../src/probes/index.ts';
import type { PatternSet } from '../../src/model/log-pattern.ts';
import type { Runbook } from '../../src/model/runbook.ts';
import { loadCatalogue } from '../../src/runbook/catalogue.ts';
import { compileRunbooks } from '../../src/runbook/compiled.ts';
import { packRunbooks, unpackRunbooks } from '../../src/runbook/packed.ts';
import { digestOf } from './digest.ts';
import { kept } from './kept.ts';
import { root } from './root.ts';

export { root };

/** What tests want of the runbooks of this repository; whether anything is wrong with them says test/runbook/catalogue.test.ts. */
export interface Shipped {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly patterns: readonly PatternSet[];
  readonly patternTexts: ReadonlyMap<string, string>;
}

/** All that the compiled form of a runbook comes from. */
const MADE_OF = [
  'runbooks',
  'src/runbook',
  'src/probes',
  'src/expression',
  'src/text',
  'src/model',
  'package-lock.json',
];

/**
 * The runbooks of this repository, from their files as they are now. To read and check them takes seconds, so one test
 * file of a run does that and the others read the compiled form, as the built program does.
 */
export const catalogue: Shipped = readShipped();

function readShipped(): Shipped {
  const text = kept('kubedoc-runbooks', `${digestOf(MADE_OF)}.json`, () => {
    const { runbooks, patterns, patternTexts } = loadCatalogue(`${root}runbooks`, probes);
    return JSON.stringify({
      packed: packRunbooks(compileRunbooks(runbooks)),
      patterns,
      patternTexts: [...patternTexts],
    });
  });
  const { packed, patterns, patternTexts } = JSON.parse(text) as {
    readonly packed: string;
    readonly patterns: readonly PatternSet[];
    readonly patternTexts: readonly (readonly [string, string])[];
  };
  return { runbooks: unpackRunbooks(Buffer.from(packed)), patterns, patternTexts: new Map(patternTexts) };
}
