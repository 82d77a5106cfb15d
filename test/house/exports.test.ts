import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../support/root.ts';

/** Something that a file of src/ hands out. */
interface Export {
  readonly path: string;
  readonly name: string;
  readonly isType: boolean;
  readonly isExplained: boolean;
}

const texts = new Map(['src', 'test', 'scripts', 'bench'].flatMap(codeIn).map((path) => [path, read(path)]));
const exported = [...texts]
  .filter(([path]) => path.startsWith('src/'))
  .flatMap(([path, text]) => exportsOf(path, text));

describe('what a file of src/ exports', () => {
  it('is used by another file', () => {
    const files = new Map<string, number>();
    for (const text of texts.values()) {
      for (const word of new Set(text.match(/[A-Za-z_$][\w$]*/g))) files.set(word, (files.get(word) ?? 0) + 1);
    }
    // A type goes with the function that takes or gives it.
    const alone = exported.filter(({ name, isType }) => !isType && files.get(name) === 1);
    expect(alone.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });

  it('is explained', () => {
    expect(exported.filter(({ isExplained }) => !isExplained).map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });
});

it('finds what is not explained, and nothing else', () => {
  const text = `
    /** All of them. */
    export const ALL = ['a'] as const;
    export type One = (typeof ALL)[number];
    export interface Bare { readonly a: One }
    export const { x, y } = make();
    function own() {}
  `;
  const names = exportsOf('a.ts', text).map(({ name, isExplained }) => [name, isExplained]);
  expect(names).toEqual([['ALL', true], ['One', true], ['Bare', false], ['x', false], ['y', false]]); // prettier-ignore
});

function codeIn(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(?:ts|mjs)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name}`);
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function exportsOf(path: string, text: string): readonly Export[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return tree.statements.filter(isExported).flatMap((statement) => {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const isExplained = ts.getJSDocCommentsAndTags(statement).length > 0 || isDerived(statement);
    return namesOf(statement).map((name) => ({ path, name, isType, isExplained }));
  });
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** `(typeof NAMES)[number]` and `z.output<typeof schema>` say what they are by the value that they are made of. */
function isDerived(statement: ts.Statement): boolean {
  return ts.isTypeAliasDeclaration(statement) && /\btypeof \w+/.test(statement.type.getText());
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? ''];
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) ? [statement.name.text] : [];
}

function boundBy(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundBy(element.name) : []));
}
