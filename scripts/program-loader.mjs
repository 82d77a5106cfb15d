// Lies beside the built program as dist/program.js and loads it: out of the code that V8 kept when it was built, where this
// Node is the one that built it, and by compiling it as any module otherwise.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

const PLACE = new URL('./program.cjs', import.meta.url);
/** The name under which the program hands over its one function; it is gone again as soon as it was taken. */
const HANDED_OVER = Symbol.for('kubedoc.program');

/** The file with V8's code. Its name tells the build of V8, its options and the processor that it fits. */
export function codeFile() {
  return new URL(`./program-${cachedDataVersionTag()}.cache`, import.meta.url);
}

/** Compiles the program, with V8's code at hand if there is any. */
export function compileProgram(cachedData) {
  // ASCII alone, which the build sees to: as such it is read and kept in the least room.
  const source = readFileSync(PLACE, 'latin1');
  return new Script(source, { filename: fileURLToPath(PLACE), cachedData });
}

/** Takes the program out of the script that was run, or of the module that was loaded. */
export function evaluateProgram(run) {
  run();
  const program = globalThis[HANDED_OVER];
  delete globalThis[HANDED_OVER];
  const module = { exports: {} };
  program(module.exports, createRequire(PLACE), module, PLACE.href);
  return module.exports;
}

/** As in `src/commands/run.ts`, for which this file stands in the built program. */
export function runChosen(...given) {
  return loadProgram().runChosen(...given);
}

function loadProgram() {
  const code = readCode();
  const script = code === undefined ? undefined : compileProgram(code);
  if (script === undefined || script.cachedDataRejected === true) {
    return evaluateProgram(() => createRequire(import.meta.url)('./program.cjs'));
  }
  return evaluateProgram(() => script.runInThisContext());
}

function readCode() {
  try {
    return readFileSync(codeFile());
  } catch {
    return undefined;
  }
}
