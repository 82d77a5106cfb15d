'use strict';
// Lies beside the built program as dist/load-program.cjs and loads it: out of the code that V8 kept when it was built, where
// this Node is the one that built it, and by compiling it as any module otherwise.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');

const PLACE = join(__dirname, 'program.cjs');
/** The name under which the program hands over its one function; it is gone again as soon as it was taken. */
const HANDED_OVER = Symbol.for('kubedoc.program');

/** The file with V8's code. Its name tells the build of V8, its options and the processor that it fits. */
function codeFile() {
  return join(__dirname, `program-${cachedDataVersionTag()}.cache`);
}

/** Compiles the program, with V8's code at hand if there is any. */
function compileProgram(cachedData) {
  // ASCII alone, which the build sees to: as such it is read and kept in the least room.
  const source = readFileSync(PLACE, 'latin1');
  return new Script(source, { filename: PLACE, cachedData });
}

/** Takes the program out of the script that was run, or of the module that was loaded. */
function evaluateProgram(run) {
  run();
  const program = globalThis[HANDED_OVER];
  delete globalThis[HANDED_OVER];
  const module = { exports: {} };
  program(module.exports, require, module, pathToFileURL(PLACE).href);
  return module.exports;
}

/** As in `src/commands/run.ts`, for which this file stands in the built program. */
function runChosen(...given) {
  return loadProgram().runChosen(...given);
}

function loadProgram() {
  const code = readCode();
  const script = code === undefined ? undefined : compileProgram(code);
  if (script === undefined || script.cachedDataRejected === true) {
    return evaluateProgram(() => require('./program.cjs'));
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

module.exports = { codeFile, compileProgram, evaluateProgram, runChosen };
