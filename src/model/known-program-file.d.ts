/** A file of `runbooks/programs`, as the build takes it into the program; it was checked then. */
declare module '*.yaml' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports -- an import statement would make a module of this file
  export const known: import('./known-program.ts').KnownProgram;
}
