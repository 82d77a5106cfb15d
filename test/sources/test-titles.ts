import ts from 'typescript';

/**
 * The titles of the tests that a file holds: those of `test('…')` as they stand, and those of `test.each([…])('…')` once
 * per row, with the texts and numbers of the row in place of `%s`, `%i` and `%j`. A row that is computed gives none.
 */
export function testTitlesIn(text: string): ReadonlySet<string> {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) for (const title of titlesOf(node)) titles.add(title);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('tests.ts', text, ts.ScriptTarget.Latest, true));
  return titles;
}

function titlesOf(call: ts.CallExpression): readonly string[] {
  const [first] = call.arguments;
  if (first === undefined || !ts.isStringLiteralLike(first)) return [];
  if (ts.isIdentifier(call.expression) && call.expression.text === 'test') return [first.text];
  const rows = rowsOf(call.expression);
  return rows === undefined ? [] : [first.text, ...rows.map((row) => filled(first.text, row))];
}

/** The cells of each row of `test.each([…])`; undefined for another call. */
function rowsOf(node: ts.Expression): readonly (readonly ts.Expression[])[] | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'test.each') return undefined;
  const [table] = node.arguments;
  if (table === undefined || !ts.isArrayLiteralExpression(table)) return undefined;
  return table.elements.map((row) => (ts.isArrayLiteralExpression(row) ? [...row.elements] : [row]));
}

function filled(title: string, row: readonly ts.Expression[]): string {
  const cells = row.values();
  return title.replace(/%[sij]/g, (hole) => {
    const cell = cells.next().value;
    return cell !== undefined && (ts.isStringLiteralLike(cell) || ts.isNumericLiteral(cell)) ? cell.text : hole;
  });
}
