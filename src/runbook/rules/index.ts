import { ahead } from './ahead.ts';
import { blanks } from './blanks.ts';
import { branchTargets } from './branch-targets.ts';
import { changedObjects } from './changed-objects.ts';
import { changingCommands } from './changing-commands.ts';
import { checks } from './checks.ts';
import { commands } from './commands.ts';
import { confidence } from './confidence.ts';
import { deadEnds } from './dead-ends.ts';
import { duplicateNames } from './duplicate-names.ts';
import { enterCycles } from './enter-cycles.ts';
import { enteredRunbooks } from './entered-runbooks.ts';
import { evidenceFields } from './evidence-fields.ts';
import { findingCodes } from './finding-codes.ts';
import { givenValues } from './given-values.ts';
import { knownNames } from './known-names.ts';
import { inputKinds } from './input-kinds.ts';
import { lastSeverity } from './last-severity.ts';
import { lookupForm } from './lookup-form.ts';
import { lookupStates } from './lookup-states.ts';
import { misplacedAdvice } from './misplaced-advice.ts';
import { patterns } from './patterns.ts';
import { probeCalls } from './probe-calls.ts';
import { programs } from './programs.ts';
import { reachableSteps } from './reachable-steps.ts';
import { references } from './references.ts';
import { reservedNames } from './reserved-names.ts';
import { resources } from './resources.ts';
import { resultFields } from './result-fields.ts';
import type { Rule } from './rule.ts';
import { shadowed } from './shadowed.ts';
import { stepCycles } from './step-cycles.ts';
import { topics } from './topics.ts';
import { types } from './types.ts';
import { units } from './units.ts';
import { unknownBranches } from './unknown-branches.ts';
import { unused } from './unused.ts';
import { valueCycles } from './value-cycles.ts';

/** Every rule that a runbook of the right shape is held against. A new rule is its file and a line here. */
export const RULES: readonly Rule[] = [
  duplicateNames,
  reservedNames,
  knownNames,
  lookupStates,
  resultFields,
  types,
  units,
  probeCalls,
  givenValues,
  inputKinds,
  lookupForm,
  resources,
  valueCycles,
  branchTargets,
  deadEnds,
  unknownBranches,
  reachableSteps,
  stepCycles,
  enteredRunbooks,
  ahead,
  topics,
  checks,
  enterCycles,
  misplacedAdvice,
  patterns,
  shadowed,
  references,
  unused,
  lastSeverity,
  confidence,
  evidenceFields,
  commands,
  changingCommands,
  programs,
  blanks,
  changedObjects,
  findingCodes,
];
