import { isNode, type Node, parseSource } from '../support/syntax-tree.ts';

const WRITES = ['set', 'add', 'push', 'unshift'];
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * Names of what a TypeScript source keeps beyond one call and lets grow: a Map, a Set or an array that is declared at the top or in a
 * function, and written to by a function within. That it is written to by a callback that runs at once cannot be seen from here.
 */
export function keptInMemory(source: string): string[] {
  const kept = new Set<string>();
  visit(parseSource(source), []);
  return [...kept].sort();

  /** `scopes`: for each function around the node, the containers declared in it; the first is the file. */
  function visit(node: Node, scopes: readonly Set<string>[]): void {
    const inside = FUNCTIONS.includes(node.type) || node.type === 'Program' ? [...scopes, declaredIn(node)] : scopes;
    const written = writtenBy(node);
    // Declared further out than where it is written.
    if (
      written !== undefined &&
      inside.slice(0, -1).some((names) => names.has(written)) &&
      !inside.at(-1)?.has(written)
    ) {
      kept.add(written);
    }
    for (const child of childrenOf(node)) visit(child, inside);
  }
}

/** Empty containers a function, or the file, declares itself and not in a function within. */
function declaredIn(scope: Node): Set<string> {
  const names = new Set<string>();
  const look = (node: Node): void => {
    if (node !== scope && FUNCTIONS.includes(node.type)) return;
    if (node.type === 'VariableDeclarator' && isContainer(node.init)) {
      const name = nameOf(node.id);
      if (name !== undefined) names.add(name);
    }
    for (const child of childrenOf(node)) look(child);
  };
  look(scope);
  return names;
}

function isContainer(value: unknown): boolean {
  if (!isNode(value)) return false;
  if (value.type === 'ArrayExpression') return Array.isArray(value.elements) && value.elements.length === 0;
  return value.type === 'NewExpression' && /^(Weak)?(Map|Set)$/.test(nameOf(value.callee) ?? '');
}

/** The variable a call writes into, as in `kept.set(…)`. */
function writtenBy(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || !isNode(node.callee) || node.callee.type !== 'MemberExpression')
    return undefined;
  return WRITES.includes(nameOf(node.callee.property) ?? '') ? nameOf(node.callee.object) : undefined;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((part) =>
    Array.isArray(part) ? part.filter(isNode) : isNode(part) ? [part] : [],
  );
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' && typeof value.name === 'string' ? value.name : undefined;
}
