import type { Command } from 'commander';

/** Words that hold several commands, such as `helmrelease`. */
export interface CommandGroup {
  readonly name: string;
  readonly alias?: string;
  readonly description: string;
}

/** A line that a person can type, and what it does. */
export interface CommandExample {
  /** The words behind `kubedoc`. */
  readonly args: readonly string[];
  readonly means: string;
}

/**
 * Where a command looks: at a cluster of the person's, at all that their kubeconfig knows as far as each lets it, at a
 * cluster that is bundled, or at files alone.
 */
export type LooksAt = 'cluster' | 'clusters' | 'bundled' | 'files';

/** One command: its words, its flags and its help, and how an `Intent` is read from what was typed. */
export interface CommandSpec<Intent> {
  readonly group?: CommandGroup;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly looksAt: LooksAt;
  /**
   * Shown in the help. Those of a command that looks at a cluster are also the lines that the table of faults drives
   * against the bundled cluster `rollout-does-not-fit` (`test/faults`), so each has to make sense there.
   */
  readonly examples: readonly CommandExample[];
  /** Puts words right that the parser would take for something else; sees the words of every command. */
  prepare?(argv: readonly string[]): readonly string[];
  /** Adds arguments and flags. */
  define(command: Command): void;
  /** What the person wants. Throws `UsageError` for what makes no sense. */
  read(args: readonly unknown[], command: Command): Intent;
}

/** A command as the program knows it: choosing it gives a `Choice`, whatever that is to the caller. */
export interface RegisteredCommand<Choice> {
  readonly spec: Omit<CommandSpec<unknown>, 'read'>;
  choose(args: readonly unknown[], command: Command): Choice;
}

/** Ties a command to what becomes of its intent. */
export function register<Intent, Choice>(
  spec: CommandSpec<Intent>,
  act: (intent: Intent) => Choice,
): RegisteredCommand<Choice> {
  return { spec, choose: (args, command) => act(spec.read(args, command)) };
}
