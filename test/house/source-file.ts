import { posix } from 'node:path';
import ts from 'typescript';

/** What a source file leans on: what it imports, and which of the runtime's globals it touches. */
export interface SourceFile {
  /** Relative to src/, with slashes: `engine/walk.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly globals: readonly GlobalUse[];
}

/** A static import, a re-export, `import()`, `require()` or the type `import('…')`. */
export interface Import {
  readonly specifier: string;
  /** The path relative to src/ for an own module, null for a package or one of Node's modules. */
  readonly target: string | null;
  readonly dynamic: boolean;
  readonly line: number;
}

/** `Date.now`, `new Date()`, `process.stdout`, `setTimeout`: the name as far as the file spells it out. */
export interface GlobalUse {
  readonly name: string;
  readonly line: number;
}

/** The specifier that stands for an `import()` of something that is not a plain string. */
export const COMPUTED = '(computed)';

const WATCHED = new Set(
  ['process', 'console', 'Date', 'Math', 'performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate'].concat(
    'fetch',
  ),
);

/** Parses one file's text. `path` is relative to src/. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const globals: GlobalUse[] = [];
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node, inType: boolean): void => {
    const specifier = importedBy(node);
    if (specifier !== undefined) {
      const dynamic = ts.isCallExpression(node);
      imports.push({ specifier, target: targetOf(path, specifier), dynamic, line: lineOf(node) });
    }
    const name = inType ? undefined : globalUsedBy(node);
    if (name !== undefined) globals.push({ name, line: lineOf(node) });
    ts.forEachChild(node, (child) => visit(child, inType || ts.isTypeNode(child)));
  };
  visit(tree, false);
  return { path, imports, globals };
}

function importedBy(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier && textOf(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : COMPUTED;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || isNamed(node.expression, 'require');
  if (!loads) return undefined;
  const [argument] = node.arguments;
  return argument === undefined ? COMPUTED : textOf(argument);
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : COMPUTED;
}

function targetOf(path: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), specifier)) : null;
}

function globalUsedBy(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node) || !WATCHED.has(node.text) || isOnlyAName(node) || isLocal(node)) return undefined;
  const outermost = node.parent;
  const base = isMemberOf(outermost, 'globalThis') ? outermost : node;
  const user = base.parent;
  if (ts.isNewExpression(user) && user.expression === base) {
    return (user.arguments ?? []).length === 0 ? `new ${node.text}()` : undefined;
  }
  if (ts.isCallExpression(user) && user.expression === base) return `${node.text}()`;
  return `${node.text}${memberOf(user, base)}`;
}

/** Whether the identifier names a property, a declaration or an import, and so refers to no global. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isMemberOf(parent, 'globalThis');
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  return (parent as { name?: ts.Node }).name === node || (parent as { propertyName?: ts.Node }).propertyName === node;
}

/** Whether a parameter or a variable of the same name is in scope, so that the global is not what is meant. */
function isLocal(node: ts.Identifier): boolean {
  for (let scope: ts.Node = node.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    if (declaredIn(scope).some((name) => bindsName(name, node.text))) return true;
  }
  return false;
}

function declaredIn(scope: ts.Node): ts.BindingName[] {
  if (ts.isFunctionLike(scope)) return scope.parameters.map(({ name }) => name);
  if (!ts.isBlock(scope)) return [];
  const lists = scope.statements.filter(ts.isVariableStatement).map(({ declarationList }) => declarationList);
  return lists.flatMap(({ declarations }) => declarations.map(({ name }) => name));
}

function bindsName(binding: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(binding)) return binding.text === name;
  return binding.elements.some((element) => ts.isBindingElement(element) && bindsName(element.name, name));
}

function isMemberOf(node: ts.Node, object: string): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && isNamed(node.expression, object);
}

function memberOf(node: ts.Node, object: ts.Node): string {
  if (ts.isPropertyAccessExpression(node) && node.expression === object) return `.${node.name.text}`;
  if (!ts.isElementAccessExpression(node) || node.expression !== object) return '';
  return `.${textOf(node.argumentExpression)}`;
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}
