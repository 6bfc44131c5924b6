import { isNode, type Node, nodesBelow, parseSource } from '../support/syntax-tree.ts';

/** A text in a source file: its fixed parts, and how it reads with `{name}` for everything that is put in. */
export type SourceText = { readonly parts: readonly string[]; readonly text: string };

/** Every string and template of a TypeScript source that reads like language, without log lines, errors and types. */
export function textsInSource(source: string): SourceText[] {
  return [...nodesBelow(parseSource(source), isForDevelopers)].flatMap((node) => {
    const found = textOf(node, source);
    return found !== undefined && isLanguage(found.parts) ? [found] : [];
  });
}

/** Two words, or a word and a value, with a space between them. Ids, patterns and single words are shown by the views; SVG is drawn. */
function isLanguage(parts: readonly string[]): boolean {
  if (/^<(?:svg|rect|text|pattern) /.test(parts[0] ?? '')) return false;
  return parts.some((part) => /[a-z]{2}/.test(part)) && /[a-z]['’“”]?[,.:;]? [“(]?[a-zA-Z]/.test(parts.join('a'));
}

function textOf(node: Node, source: string): SourceText | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return { parts: [node.value], text: node.value };
  if (node.type !== 'TemplateLiteral') return undefined;
  const parts = nodesIn(node.quasis).map(({ value }) => (value as { readonly cooked: string }).cooked);
  const names = nodesIn(node.expressions).map(({ start, end }) => nameOf(source.slice(Number(start), Number(end))));
  return { parts, text: parts.map((part, nth) => `${part}${names[nth] ?? ''}`).join('') };
}

/** `{host}` for `facts.host`, `{…}` for everything longer. */
function nameOf(expression: string): string {
  const name = /^[\w.]*?(\w+)$/.exec(expression)?.[1];
  return name === undefined ? '{…}' : `{${name}}`;
}

/** Log calls, errors that are thrown, types and imports. */
function isForDevelopers(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type.startsWith('TSLiteralType')) return true;
  if (node.type === 'NewExpression') return isNode(node.callee) && String(node.callee.name).endsWith('Error');
  if (node.type !== 'CallExpression' || !isNode(node.callee)) return false;
  const { object } = node.callee;
  return isNode(object) && (object.name === 'log' || (isNode(object.property) && object.property.name === 'log'));
}

function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
