import type { Invite } from '../../domain/invite.ts';
import { mayAdminister, mayChange, type Person } from '../../domain/person.ts';
import { GUEST_INVITES, type PersonRequest, type RemovalPart } from '../../domain/person-request.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { readAddress } from '../../domain/text/address.ts';
import { emailKey } from '../../domain/text/email.ts';
import { activeSeriesOf } from '../guest/series/read-series.ts';
import { checkPlace, type PlacedRequest } from '../shared/check-place.ts';
import type { Context, Provider } from '../shared/context.ts';
import { announceRequest, newRequest } from './new-request.ts';

/** What the form holds when it is submitted. */
export type OffboardingRequest = PlacedRequest & {
  readonly requester: Person;
  /** Whom: a claim, read again. */
  readonly email: string;
  /** Whether their open invites as a guest end, too. */
  readonly endsGuestInvites: boolean;
};

/** How many open invites of somebody as a guest a person may cancel, and how many series that would make more of them. */
export async function guestAccessToEnd(
  context: Context,
  person: Person,
  email: string,
): Promise<{ readonly invites: number; readonly series: number }> {
  const invites = await context.store.openInvitesOfGuest(email, context.now());
  const series = await activeSeriesOf(context, email);
  const canEnd = (one: Pick<Invite, 'workspaceId' | 'inviterId'>) =>
    mayChange(one, person, context.policy()) === undefined;
  return { invites: invites.filter(canEnd).length, series: series.filter(canEnd).length };
}

/** Systems that have members or pending invites of them: those a person is looked for at. */
export function systemsOfPeople({ providers }: Pick<Context, 'providers'>): readonly Provider[] {
  return providers.filter(({ members, memberInvites }) => members !== undefined || memberInvites !== undefined);
}

/** Why this person may not remove that one: admins may, and not themselves. Problems: not_allowed_*, not_admin, offboard_self. */
export async function offboardRefusal(context: Context, person: Person, email: string): Promise<Problem | undefined> {
  const refused = mayAdminister(person, context.policy(), context.workspaceId());
  if (refused !== undefined) return refused;
  const own = await context.people.addressOf({ id: person.id, name: person.name });
  return !isProblem(own) && emailKey(own) === emailKey(email) ? problem('offboard_self') : undefined;
}

/**
 * Takes a request to remove somebody from every system. It is saved with a job, which looks at each system again, and removes what is there
 * then; what does not get through stays wanted (offboard.ts). Problems: those of offboardRefusal, email_invalid, those of checkPlace, and
 * channel_shared when the form has yet to say so.
 */
export async function requestOffboarding(
  context: Context,
  asked: OffboardingRequest,
): Promise<PersonRequest | Problem> {
  const { requester, channelId = '' } = asked;
  const email = readAddress(asked.email);
  if (isProblem(email)) return email;
  const refused = await offboardRefusal(context, requester, email);
  if (refused !== undefined) return refused;
  const place = await checkPlace(context, channelId, requester);
  if (isProblem(place)) return place;
  if (place.isShared && asked.sharedShown !== channelId) return problem('channel_shared', { channel: place.name });

  const names = systemsOfPeople(context).map(({ name }) => name);
  const request = newRequest(context, asked, {
    kind: 'offboard',
    profile: undefined,
    email,
    parts: [...names, ...(asked.endsGuestInvites ? [GUEST_INVITES] : [])].map(untouched),
  });
  const saved = await context.store.transaction(async (tx) => {
    if ((await tx.insertPersonRequest(request)) === 'already') return tx.getPersonRequestByKey(request.requestKey);
    await tx.enqueue({ kind: 'offboard', name: request.id });
    const facts = { email, systems: names.length };
    await announceRequest(context, tx, request, asked, { action: 'offboard_asked', facts });
    return request;
  });
  context.wake();
  return saved ?? request;
}

function untouched(system: string): RemovalPart {
  return { system, state: 'looking', why: undefined, ids: [], left: [] };
}
