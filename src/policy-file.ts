import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNode, isScalar, LineCounter, parseDocument, YAMLMap } from 'yaml';
import { defaultPolicy, type Policy, type PolicyFault, readPolicy } from './domain/policy/policy.ts';

export type { Policy } from './domain/policy/policy.ts';

/** One thing wrong with the policy file. `line` and `column` count from 1; both are missing when the file could not be read. */
export type PolicyFileFault = {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly fault: string;
  readonly remedy: string;
};

const DEFAULT_FILE = 'policy.yaml';

/**
 * Reads the policy from the file that the configuration names, or from `policy.yaml` in `folder` if it is there, or else
 * answers the default policy. A named file that is missing is a fault: it was meant to apply.
 */
export async function readPolicyFile(named?: string, folder = '.'): Promise<Policy | PolicyFileFault[]> {
  const found = await findPolicyFile(named, folder);
  return found.text === undefined ? found.instead : readPolicyText(found.text, found.file);
}

/** The text of the policy file; or why there is none, and what that means: the default policy, or a fault. */
export type FoundPolicy =
  | { readonly file: string; readonly text: string }
  | {
      readonly file: string;
      readonly text?: undefined;
      readonly why: string;
      readonly instead: Policy | PolicyFileFault[];
    };

/** Finds the policy file: the named one, or `policy.yaml` in `folder`. */
export async function findPolicyFile(named?: string, folder = '.'): Promise<FoundPolicy> {
  const file = named ?? join(folder, DEFAULT_FILE);
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === 'ENOENT' && named === undefined) return { file, why: code, instead: defaultPolicy };
    const remedy =
      named === undefined
        ? 'Make it readable, or delete it.'
        : 'Correct its path in POLICY_FILE or in the command, or leave it out.';
    const fault = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    return { file, why: code, instead: [{ file, fault, remedy }] };
  }
}

/** Reads a policy from YAML; `file` is its name in the faults. */
export function readPolicyText(text: string, file: string): Policy | PolicyFileFault[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return broken.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return {
        file,
        line,
        column: col,
        fault: `is not valid YAML: ${message}`,
        remedy: 'Check quotes and indentation.',
      };
    });
  }
  const policy = readPolicy(document.toJS());
  if (!Array.isArray(policy)) return policy;
  const placed = policy.map((fault) => ({ fault, at: placeOf(document.contents, fault) }));
  return placed
    .toSorted((one, other) => one.at - other.at)
    .map(({ fault, at }) => {
      const { line, col } = lines.linePos(at);
      const place = fault.path
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
        .join('')
        .slice(1);
      return { file, line, column: col, fault: `${place || 'the whole file'} ${fault.fault}`, remedy: fault.remedy };
    });
}

/** Faults as text for the person who starts the bot: one `file:line:column` each, as editors and terminals link it. */
export function writePolicyFaults(faults: readonly PolicyFileFault[]): string {
  return faults
    .flatMap(({ file, line, column, fault, remedy }) => [
      `${[file, line, column].filter((part) => part !== undefined).join(':')} ${fault}`,
      `    ${remedy}`,
    ])
    .join('\n');
}

/** Where in the text a fault is: at its value, or at its key when the key is the fault or has no value. */
function placeOf(contents: unknown, fault: PolicyFault): number {
  let node = contents;
  let at = startOf(contents) ?? 0;
  for (const [depth, step] of fault.path.entries()) {
    if (!(node instanceof YAMLMap)) {
      node = isNode(node) && 'get' in node && typeof node.get === 'function' ? node.get(step, true) : undefined;
      at = startOf(node) ?? at;
      continue;
    }
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    node = pair?.value;
    const keyIsFault = fault.unknownKey && depth === fault.path.length - 1;
    at = (keyIsFault ? startOf(pair?.key) : startOf(node)) ?? startOf(pair?.key) ?? at;
  }
  return at;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
