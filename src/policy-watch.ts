import { createHash } from 'node:crypto';
import type { Log } from './log.ts';
import { type FoundPolicy, findPolicyFile, type Policy, type PolicyFileFault, readPolicyText } from './policy-file.ts';

/** How often the file is looked at, ms. */
const LOOK_MS = 1_000;

/** A version of the file that is not taken. `id` is the same for the same text, on every replica. */
export type RefusedPolicy = { readonly id: string; readonly faults: readonly PolicyFileFault[] };

export type PolicyWatch = {
  /** The policy that holds now. */
  readonly policy: () => Policy;
  /** Looks at the file now; for a test, and for the timer. */
  look(): Promise<void>;
  /** Begins to look at the file every second. `onRefused`: a version with a fault, once for each. */
  start(onRefused: (refused: RefusedPolicy) => Promise<void>): void;
  stop(): void;
};

/**
 * Reads the policy file, and takes it up when it changes while the bot runs. A changed text counts once two looks in a row have shown it:
 * half a file, as an editor leaves it for a moment, could be a policy that allows more. One that has a fault changes nothing, and is
 * reported. Answers the faults of the first.
 */
export async function openPolicy(log: Log, named?: string, folder = '.'): Promise<PolicyWatch | PolicyFileFault[]> {
  const first = await findPolicyFile(named, folder);
  const opened = policyIn(first);
  if (Array.isArray(opened)) return opened;
  let current = opened;
  let taken = textOf(first);
  let seen = taken;
  let report: Parameters<PolicyWatch['start']>[0] = async () => {};
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const found = await findPolicyFile(named, folder);
    const text = textOf(found);
    const isSettled = text === seen;
    seen = text;
    if (!isSettled || text === taken) return;
    const read = isGone(found) ? gone(found.file) : policyIn(found);
    if (!Array.isArray(read)) {
      taken = text;
      current = read;
      log.info({ rules: current.rules.map(({ name }) => name) }, 'took up the changed policy');
      return;
    }
    log.error({ faults: read }, 'the changed policy has a fault; the old one stays');
    await report({ id: createHash('sha256').update(text).digest('hex').slice(0, 16), faults: read });
    // Not before the admins are sure to hear of it.
    taken = text;
  }

  return {
    policy: () => current,
    look,
    start(onRefused) {
      report = onRefused;
      const again = () => {
        timer = setTimeout(() => {
          look()
            .catch((error: unknown) => log.error({ err: error }, 'looking at the policy file failed'))
            .finally(() => timer !== undefined && again());
        }, LOOK_MS);
        timer.unref();
      };
      again();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

function policyIn(found: FoundPolicy): Policy | PolicyFileFault[] {
  return found.text === undefined ? found.instead : readPolicyText(found.text, found.file);
}

/** What tells one version of the file from another; a file that is not there is one, too. */
function textOf(found: FoundPolicy): string {
  return found.text ?? `(${found.why})`;
}

/**
 * Whether a file that was there is not any more, or has nothing in it: a full disk or a mistaken command does that, and the default policy
 * could allow what the company does not. A start with no file means it.
 */
function isGone(found: FoundPolicy): boolean {
  return (found.text ?? '').trim() === '' && (found.text !== undefined || !Array.isArray(found.instead));
}

function gone(file: string): PolicyFileFault[] {
  const remedy =
    'Put it back. If you want the default policy, write a comment (#) into it, or restart Guestlist without it.';
  return [{ file, fault: 'is gone or empty', remedy }];
}
