import { isNode, type Node, nodesBelow, parseSource } from '../support/syntax-tree.ts';
import type { onlyIn } from './rules.ts';

export type Import = { readonly from: string; readonly typeOnly: boolean };
export type Restricted = keyof typeof onlyIn;

/** What a TypeScript source imports, and which of the restricted things it does. Throws when it cannot be parsed. */
export function readSource(source: string): { imports: Import[]; restricted: Set<Restricted> } {
  const imports: Import[] = [];
  const restricted = new Set<Restricted>();
  for (const node of nodesBelow(parseSource(source))) {
    const from = textOf(node.source);
    if (from !== undefined) {
      // `import { type A } from` still runs the module: only `import type` is types alone.
      const typeOnly = node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
      imports.push({ from, typeOnly });
    }
    const found = restrictedIn(node, from);
    if (found !== undefined) restricted.add(found);
  }
  return { imports, restricted };
}

function restrictedIn(node: Node, from: string | undefined): Restricted | undefined {
  if (node.type === 'ExportDefaultDeclaration') return 'has a default export';
  if (node.type === 'MemberExpression') {
    const [object, property] = [nameOf(node.object), nameOf(node.property) ?? textOf(node.property)];
    if (object === 'console') return 'writes to the console';
    if (object === 'process' && property === 'env') return 'reads process.env';
    const listens = property !== undefined && bolts.has(object ?? '') && registers.has(property);
    if (listens) return 'listens to Slack past the gate';
    if (isNode(node.object) && nameOf(node.object.property) === 'store') return 'reads the store past the flows';
    if (property === 'now' && (object === 'Date' || object === 'DateTime')) return 'asks what time it is';
  }
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const bare = Array.isArray(node.arguments) && node.arguments.length === 0;
    if (nameOf(node.callee) === 'Date' && (bare || node.type === 'CallExpression')) return 'asks what time it is';
  }
  // `const { env } = process` and `import { env } from 'node:process'`.
  const takesEnv = [...nodesBelow(node.id ?? node.specifiers)].some((part) => nameOf(part) === 'env');
  const takesStore = [...nodesBelow(node.id)].some((part) => part.type === 'Property' && nameOf(part.key) === 'store');
  if (node.type === 'VariableDeclarator' && takesStore && !isCall(node.init)) return 'reads the store past the flows';
  if (node.type === 'VariableDeclarator' && nameOf(node.init) === 'process' && takesEnv) return 'reads process.env';
  if (node.type === 'ImportDeclaration' && from === 'node:process' && takesEnv) return 'reads process.env';
  return undefined;
}

/** What Bolt's App is called here, and how listeners are registered with it. */
const bolts: ReadonlySet<string> = new Set(['app', 'bolt', 'boltApp']);
const registers: ReadonlySet<string> = new Set([
  'command',
  'action',
  'view',
  'options',
  'shortcut',
  'event',
  'message',
  'function',
  'assistant',
  'step',
]);

/** Whether a value was asked for, rather than taken out of another. */
function isCall(value: unknown): boolean {
  return isNode(value) && (value.type === 'CallExpression' || value.type === 'AwaitExpression');
}

/** The name of an identifier, also behind `globalThis.`. */
function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier' && typeof value.name === 'string') return value.name;
  return value.type === 'MemberExpression' && nameOf(value.object) === 'globalThis'
    ? nameOf(value.property)
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}
