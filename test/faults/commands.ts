import { registry } from '../../src/commands/registry.ts';

/** A command line that looks at a cluster, and the words it is called by. */
export interface DrivenCommand {
  readonly name: string;
  readonly args: readonly string[];
}

/** Every example of every registered command that looks at a cluster: a new command joins by being registered. */
export const drivenCommands: readonly DrivenCommand[] = registry
  .filter(({ spec }) => spec.looksAt === 'cluster')
  .flatMap(({ spec }) => spec.examples.map(({ args }) => ({ name: args.join(' '), args })));
