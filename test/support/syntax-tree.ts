import { parseAst } from 'vitest/node';

/** A node of the syntax tree of a source. */
export type Node = { readonly type: string; readonly [key: string]: unknown };

/** The syntax tree of a TypeScript source. Throws when it cannot be parsed. */
export function parseSource(source: string): Node {
  return parseAst(source, { lang: 'ts' }) as unknown as Node;
}

/** A node and all nodes below it, or those of a list of nodes; without the ones to leave out, and what is below those. */
export function* nodesBelow(value: unknown, isLeftOut: (node: Node) => boolean = () => false): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesBelow(item, isLeftOut);
  else if (isNode(value) && !isLeftOut(value)) {
    yield value;
    for (const part of Object.values(value)) yield* nodesBelow(part, isLeftOut);
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
