import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the configuration of the `aws` program lies. */
export interface AwsConfiguration {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Reads a file as UTF-8; throws where it cannot. */
  readonly readFile?: (path: string) => string;
}

/**
 * The names of the profiles that the configuration and the credentials of the `aws` program have, sorted; only the headings
 * of their sections are read (AWS CLI User Guide, configuration and credential file settings). A file that is not there has none.
 */
export function awsProfiles({ env, home, readFile = readUtf8 }: AwsConfiguration): readonly string[] {
  const config = env['AWS_CONFIG_FILE'] || join(home, '.aws', 'config');
  const credentials = env['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials');
  const names = [...headings(config, readFile).flatMap(ofConfig), ...headings(credentials, readFile)];
  return [...new Set(names)].toSorted();
}

/** `[profile work]`, and `[default]` alone; other sections, such as `[sso-session work]`, are none. */
function ofConfig(heading: string): readonly string[] {
  if (heading === 'default') return [heading];
  const name = /^profile\s+(?<name>.+)$/.exec(heading)?.groups?.['name'];
  return name === undefined ? [] : [name.replace(/^(["'])(.*)\1$/, '$2')];
}

function headings(path: string, readFile: (path: string) => string): readonly string[] {
  try {
    return [...readFile(path).matchAll(/^\s*\[([^\]\n]+)\]/gm)].map(([, heading = '']) => heading.trim());
  } catch {
    return [];
  }
}

function readUtf8(path: string): string {
  return readFileSync(path, 'utf8');
}
