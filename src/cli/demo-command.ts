import type { CommandSpec } from './command-spec.ts';
import { commonOf, lookOptions, type CommonOptions } from './common-options.ts';

/** What `demo` is to do. */
export interface DemoIntent {
  /** The bundled cluster; undefined: list them. */
  readonly name: string | undefined;
  readonly serve: boolean;
  readonly options: CommonOptions;
}

/** `kubedoc demo [NAME]` */
export const demoCommand: CommandSpec<DemoIntent> = {
  name: 'demo',
  summary: 'the main job on a bundled cluster',
  description: 'Runs helmrelease recover on a bundled cluster: no cluster needed, the same code as on a live one.',
  looksAt: 'bundled',
  examples: [
    { args: ['demo'], means: 'which clusters are bundled' },
    { args: ['demo', 'rollout-does-not-fit'], means: 'the main job on one of them' },
    { args: ['demo', 'rollout-does-not-fit', '--serve'], means: 'look at it with kubectl' },
  ],
  define(command) {
    command
      .argument('[name]', 'the bundled cluster; without it they are listed')
      .option('--serve', 'keep it up, and write a kubeconfig for kubectl');
    lookOptions(command);
  },
  read([name], command) {
    const { serve = false } = command.opts<{ serve?: boolean }>();
    return { name: name as string | undefined, serve, options: commonOf(command) };
  },
};
