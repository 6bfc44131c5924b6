import type { Problem } from '../../../domain/problem.ts';
import { cut } from '../../blocks/blocks.ts';
import { systemNames, systemOf } from '../../shared/system-copy.ts';
import { reasonCopy } from '../../shared/system-refusal-copy.ts';

export const teamTitle = 'Manage teams';

/** The answer to `/team help`. */
export const helpCopy =
  'Type “/team” to manage the connected systems. Add words to find an operation, as in “/team audit log”. Type “/team history” to see who did what, or narrow it, as in “/team history snyk @mia remove”.';

/** No connected system has an operation. */
export const noSystemCopy =
  'No connected system has anything to manage here. The person who runs Guestlist can connect one.';

/** The answer to `/team` with text that fits no operation, plain text. */
export function noOperationCopy(text: string): string {
  return `No operation matches “${cut(text, 80)}”. Type “/team” to see all of them.`;
}

/** The title of a result when nothing was done. */
export const nothingDone = 'Nothing was done';

/** Above and in the question before something is destroyed. */
export const cannotUndo = "You can't undo this.";

/** What a Problem of `/team` means. Guestlist doesn't try again here. Plain text; `now` in epoch ms. */
export function teamProblemCopy({ code, facts }: Problem, now: number): string {
  const system = systemOf(facts);
  const reason = reasonCopy({ code, facts }, system);
  switch (code) {
    case 'provider_busy':
      return `${reason} Nothing was done; try again in ${waitCopy(facts.retryAt ?? now, now)}.`;
    case 'provider_unreachable':
      return `${reason} Nothing was done; try again in a moment.`;
    case 'provider_outcome_unknown':
      return `${system}'s answer was lost, so Guestlist can't tell whether this was done. Check ${system} before you try again.`;
    default:
      return reason;
  }
}

function waitCopy(retryAt: number, now: number): string {
  const minutes = Math.ceil((retryAt - now) / 60_000);
  if (minutes < 1) return 'a moment';
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

/** A system took too long to look up a choice. Plain text. */
export function lateCopy(provider: string): string {
  return `Submit again. ${systemNames(provider)} took too long to look this up, and nothing was done.`;
}

/** A bug, said without details. Plain text. */
export const bugCopy = 'Something went wrong in Guestlist. Check the system to see whether this was done.';

/** An operation that was submitted twice, by its recorded outcome. Plain text. */
export function submittedTwiceCopy(outcome: string): string {
  return `Already submitted. Result: ${outcomeCopy(outcome)}.`;
}

function outcomeCopy(outcome: string): string {
  if (outcome === 'done') return 'done';
  if (outcome === 'asked') return 'not known yet';
  if (outcome === 'withdrawn') return 'not done, withdrawn';
  if (outcome.startsWith('waits:')) return 'not done yet; Guestlist keeps trying';
  if (outcome === 'provider_outcome_unknown') return 'not known, the answer was lost';
  return `not done (${outcome.replaceAll('_', ' ')})`;
}
