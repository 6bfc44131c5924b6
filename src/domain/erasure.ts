import { ERASED } from './erased.ts';
import { hasEnded, type Invite } from './invite.ts';
import type { StoredProblem } from './problem.ts';
import { emailKey } from './text/address.ts';
import { searchKey } from './text/search-key.ts';

/** Keys under which jobs, audit rows and Problems hold what identifies a person, or what somebody wrote about one. */
const personalKeys: ReadonlySet<string> = new Set([
  'email',
  'event',
  'eventName',
  'firstName',
  'guest',
  'guestEmail',
  'lastName',
  'link',
  'message',
  'name',
  'phone',
  'raw',
  'shown',
  'text',
  'who',
]);

/** Anything that looks like an address, in a text or in JSON. */
const ADDRESS = /[^\s<>,;:|()[\]"“”\\/@]+@[^\s<>,;:|()[\]"“”\\/@]+/gu;

type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** Facts without personal data: texts under a key that names people are erased, and so is every address in the others. */
export function erasedFacts<T>(facts: T): T {
  return erasedPart(facts as Plain, false) as T;
}

function erasedPart(value: Plain, isPersonal: boolean): Plain {
  if (typeof value === 'string') {
    if (isPersonal) return value === '' ? '' : ERASED;
    return withoutAddresses(value);
  }
  if (Array.isArray(value)) return value.map((each: Plain) => erasedPart(each, isPersonal));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, erasedPart(part, isPersonal || personalKeys.has(key))]),
  );
}

/** A text with every address in it erased. */
export function withoutAddresses(text: string, replacement: (address: string) => string = () => ERASED): string {
  return text.replaceAll(ADDRESS, replacement);
}

/** A Problem without what a person typed and what a system said about it. */
function erasedProblem<P extends StoredProblem>(problem: P): P {
  return { ...problem, facts: erasedFacts(problem.facts) };
}

/** An invite without its guest: no address, event, message or link. What is left says which computer was open, when, and by whom. */
export function erasedInvite(invite: Invite): Invite {
  return {
    ...invite,
    guestEmail: ERASED,
    eventName: ERASED,
    message: invite.message === '' ? '' : ERASED,
    link: undefined,
    problem: invite.problem && erasedProblem(invite.problem),
  };
}

/**
 * Why an invite can't be erased at `now` (epoch ms); undefined when it can. Who has access stays known until it has ended for sure:
 * `open` until it ended or is cancelled, `unconfirmed` while the provider has not confirmed the end, or may still carry out a create
 * (`mayComeLate`), which is recognized by its guest.
 */
export function eraseRefusal(invite: Invite, mayComeLate: boolean, now: number): 'open' | 'unconfirmed' | undefined {
  if (!hasEnded(invite, now)) return 'open';
  const isClosed = invite.state === 'cancelled' || invite.state === 'ended' || invite.state === 'failed';
  const isEndUnseen = invite.state === 'ended' && invite.problem !== undefined && invite.providerInviteId !== undefined;
  return !isClosed || isEndUnseen || mayComeLate ? 'unconfirmed' : undefined;
}

/** Whom to look for: an address as it is compared, and other words by which rows name the person. */
export type Named = { readonly key: string; readonly words: readonly string[] };

/** Whom an address names, and `also` other words (names, an event); compared without regard to case. */
export function namedBy(email: string, also: readonly string[] = []): Named {
  return { key: emailKey(email), words: also.map(searchKey).filter((word) => word !== '') };
}

/** Whether a text, or JSON, names the person. */
export function names({ key, words }: Named, text: string): boolean {
  if ((text.match(ADDRESS) ?? []).some((address) => emailKey(trimmed(address)) === key)) return true;
  if (words.length === 0) return false;
  const searched = searchKey(text);
  return words.some((word) => searched.includes(word));
}

/** Without the full stop of a sentence, or a quote, around it. */
function trimmed(address: string): string {
  return address.replaceAll(/^['.]+|['.!?]+$/g, '');
}
