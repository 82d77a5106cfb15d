import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from './io.ts';

const NAME = 'kubedoc.yaml';

/**
 * The profile that is named, else `kubedoc.yaml` of the current folder, else that of the person's configuration; undefined
 * where there is none.
 */
export function profilePlace(named: string | undefined, io: Io): string | undefined {
  return named ?? [NAME, join(configFolder(io), NAME)].find((place) => existsSync(place));
}

/** XDG Base Directory Specification: `$XDG_CONFIG_HOME`, else `~/.config`. */
function configFolder({ env, home }: Io): string {
  const base = env['XDG_CONFIG_HOME'];
  return join(base === undefined || base === '' ? join(home, '.config') : base, 'kubedoc');
}
