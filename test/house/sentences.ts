import ts from 'typescript';

/** So many plain words in a row of one literal make a sentence; a label such as `spec.interval cannot be read` is shorter. */
const SENTENCE = 5;

/** What of a probe is for the documents and is told nobody. */
const DOCUMENTED: readonly string[] = ['computes', 'params', 'returns'];

/** The string literals of a file that hold a sentence, each with its line; a placeholder stands as `…`. */
export function sentencesIn(text: string): readonly string[] {
  const tree = ts.createSourceFile('probe.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && DOCUMENTED.includes(node.name.getText(tree))) return;
    const said = literalOf(node);
    if (said !== undefined && isSentence(said)) {
      found.push(`${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}: ${said}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function literalOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}

function isSentence(said: string): boolean {
  return said.split(/\s+/).filter((word) => /^[(]?[A-Za-z][a-z']*[,;:.)]?$/.test(word)).length >= SENTENCE;
}
