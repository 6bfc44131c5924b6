import type { Invite } from '../domain/invite.ts';
import { mayChange, type Person } from '../domain/person.ts';
import type { SlackContext } from './slack-context.ts';
import type { Reader } from './views/invite-list.ts';

/** For whom an answer is written, and when. */
export function readerOf({ flows }: SlackContext, person: Person): Reader {
  return {
    now: flows.now(),
    zone: person.timeZone ?? 'UTC',
    mayChange: (invite: Invite) => mayChange(invite, person, flows.policy) === undefined,
  };
}
