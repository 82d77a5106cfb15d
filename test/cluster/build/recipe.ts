import { createHash } from 'node:crypto';
import type { Tool } from './tools.ts';

/** The two files that pin everything a tool is built from. */
export interface ModuleFiles {
  readonly mod: string;
  readonly sum: string;
}

/** The version of the tool's own module that a go.mod requires, such as `v1.34.4`. */
export function requiredVersion(tool: Tool, mod: string): string {
  const lines = mod.split('\n').map((line) => line.trim().replace(/^require\s+/, ''));
  const version = lines.map((line) => line.split(/\s+/)).find(([path]) => path === tool.module)?.[1];
  if (version === undefined) throw new Error(`go.mod of ${tool.name} does not require ${tool.module}`);
  return version;
}

/** What `go build` is told to link in: no symbol tables, and the version where a program does not know its own. */
export function linkerFlags(tool: Tool, version: string): string {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const stamps = (tool.stamp ?? []).map((stamp) =>
    stamp.replace('VERSION', version).replace('MAJOR', major).replace('MINOR', minor),
  );
  return ['-s', '-w', ...stamps.flatMap((stamp) => ['-X', stamp])].join(' ');
}

/**
 * Names what a build comes to: the module files, the recipe and the machine. A folder of that name in the cache holds
 * it, so that nothing is built twice and nothing old is taken for new.
 */
export function buildKey(tool: Tool, files: ModuleFiles, platform: string): string {
  const hash = createHash('sha256');
  for (const part of [JSON.stringify(tool), files.mod, files.sum, platform]) hash.update(`${part.length}\n${part}`);
  return `${tool.name}-${hash.digest('hex').slice(0, 16)}`;
}

/** Where builds are kept: `KUBEDOC_PLANE_CACHE`, or `kubedoc/plane` in the user's cache folder. Never the repository. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const own = env['KUBEDOC_PLANE_CACHE'] ?? '';
  if (own !== '') return own;
  const cache = env['XDG_CACHE_HOME'] ?? '';
  return `${cache === '' ? `${home}/.cache` : cache}/kubedoc/plane`;
}
