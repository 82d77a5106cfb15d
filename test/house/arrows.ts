import { isBuiltin } from 'node:module';
import { COMPUTED, type SourceFile } from './source-file.ts';

/** Room → rooms that it may import, each with the reason. */
export type Arrows = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One thing that only some may touch. `who` are rooms and files; everybody else breaks the rule. */
export interface Reserved {
  readonly what: string;
  readonly who: readonly string[];
  readonly imports?: RegExp;
  readonly globals?: RegExp;
}

/** `engine` for `engine/walk.ts`, `main.ts` for the file at the top, `../runbooks` for data beside `src/`. */
export function roomOf(path: string): string {
  const [first = path, second = ''] = path.split('/');
  return first === '..' ? `../${second}` : first;
}

/** One sentence per import that goes where the table has no arrow. */
export function brokenArrows(files: readonly SourceFile[], arrows: Arrows): string[] {
  return files.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    const allowed = arrows[room];
    if (allowed === undefined) return [`${path} is in no room that the table knows`];
    return imports
      .filter(({ target }) => target !== null && roomOf(target) !== room && !(roomOf(target) in allowed))
      .map(({ specifier, line, target }) => {
        const may = Object.keys(allowed).join(', ') || 'nothing';
        return `${path}:${line} imports ${specifier}: ${room} may import ${may}, not ${roomOf(target ?? '')}`;
      });
  });
}

/** One sentence per use of something that is reserved for others. */
export function brokenReservations(files: readonly SourceFile[], reserved: readonly Reserved[]): string[] {
  return files.flatMap((file) =>
    reserved
      .filter(({ who }) => !who.includes(roomOf(file.path)))
      .flatMap((rule) => [
        ...file.imports
          .filter(({ specifier }) => rule.imports?.test(withoutPrefix(specifier)))
          .map(({ specifier, line }) => `${file.path}:${line} imports ${specifier}: ${rule.what}`),
        ...file.globals
          .filter(({ name }) => rule.globals?.test(name))
          .map(({ name, line }) => `${file.path}:${line} uses ${name}: ${rule.what}`),
      ]),
  );
}

/** One sentence per import by a pure room of one of Node's modules. */
export function impureImports(files: readonly SourceFile[], pure: readonly string[]): string[] {
  return files
    .filter(({ path }) => pure.includes(roomOf(path)))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => isBuiltin(specifier))
        .map(
          ({ specifier, line }) => `${path}:${line} imports ${specifier}: ${roomOf(path)} computes and touches nothing`,
        ),
    );
}

/** One sentence per import that is written in a way that the bundle or these tests cannot follow. */
export function badlyWritten(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, target, dynamic, line }) => {
      const where = `${path}:${line} imports ${specifier}`;
      if (specifier === COMPUTED) return [`${where}: an import names its module in a plain string`];
      if (target !== null && !/\.(ts|json|yaml)$/.test(target))
        return [`${where}: own modules are imported with their ending`];
      if (dynamic && target === null && !isBuiltin(specifier)) {
        return [`${where}: a bundled CommonJS package loses its names in import(); load an own module that imports it`];
      }
      return [];
    }),
  );
}

/** Every circle of imports once, as `a.ts → b.ts → a.ts`. Types and lazy imports count. */
export function cycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) found.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const target of new Set(targets.get(path))) {
      if (target !== null) walk(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

function withoutPrefix(specifier: string): string {
  return specifier.replace(/^node:/, '');
}
