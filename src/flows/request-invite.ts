import { type Invite, nothingYet, type Permissions } from '../domain/invite.ts';
import { notAChoice } from '../domain/not-a-choice.ts';
import { mayInvite, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { isTwin } from '../domain/same-invite.ts';
import { cleanLine, cleanText } from '../domain/text/clean.ts';
import { readWindow, type TypedWindow } from '../domain/typed-window.ts';
import { seesAlways } from '../domain/visibility.ts';
import { checkPlace } from './check-place.ts';
import { clashKey } from './clashes.ts';
import type { Context } from './context.ts';
import { reserveRefusal } from './credit-reserve.ts';
import { guestAddress } from './guest-address.ts';
import { lookUpHost, type NamedHost } from './look-up-host.ts';
import { cardOfInvite, oweCardElsewhere } from './owe-card-place.ts';
import { takeInviteShare } from './take-share.ts';
import { policyLimits } from './window-limits-now.ts';

const MAX_EVENT_NAME = 100;
const MAX_MESSAGE = 1000;

/** What the form holds when it is submitted. */
export type InviteRequest = {
  /** The modal's id: the same submission twice is one request. */
  readonly requestKey: string;
  readonly workspaceId: string;
  readonly inviter: Person;
  /** As chosen: whether it may be told is looked up. */
  readonly channelId: string | undefined;
  /** The conversation the form was opened in; undefined when that was nowhere. */
  readonly typedIn: string | undefined;
  /** The shared channel the form said is shared; '' for none. */
  readonly sharedShown: string;
  /** What was asked about other invites on the computer then, and answered; '' for nothing (clashes.ts). */
  readonly clashAnswered: string;
  /** As typed: an address, or somebody of the workspace (`@ben`), whose address is looked up. */
  readonly email: string;
  /** As chosen: whether there is such a host, and its name, is looked up. */
  readonly hostId: string | undefined;
  readonly eventName: string;
  readonly permissions: Permissions;
  readonly window: TypedWindow;
  readonly message: string;
  readonly sendEmail: boolean;
};

export type InviteField = 'email' | 'channel' | 'host' | 'event' | 'message' | 'zone' | 'start' | 'end';
export type FieldProblem = { readonly field: InviteField; readonly problem: Problem };

/**
 * Takes a request: checks it by the rules, looks up what it names at Slack and at the provider (in time, and both at once), and in one
 * transaction takes it out of the inviter's share and saves the invite, what it owes (Parsec, the card) and the audit row. Nothing is sent
 * here. Problems: those of the fields, or one of `not_allowed_*`. `channel_shared` and `host_booked` come alone: the form has to say so first.
 */
export async function requestInvite(
  context: Context,
  request: InviteRequest,
): Promise<Invite | readonly FieldProblem[] | Problem> {
  const refused = mayInvite(request.inviter, request.workspaceId);
  if (refused !== undefined) return refused;

  const faults: FieldProblem[] = [];
  const message = cleanText(request.message);
  const address = guestAddress(context, request.email);
  const [email, host, place, reserved] = await Promise.all([
    address,
    lookUpChosen(context, request.hostId),
    checkPlace(context, request.channelId, request.inviter),
    address.then((guest) => (isProblem(guest) ? undefined : reserveRefusal(context, request.inviter, guest))),
  ]);
  if (isProblem(email)) faults.push({ field: 'email', problem: email });
  if (isProblem(host)) faults.push({ field: 'host', problem: host });
  const eventName = cleanLine(request.eventName);
  if (eventName === '') faults.push({ field: 'event', problem: problem('event_name_missing') });
  if (eventName.length > MAX_EVENT_NAME) {
    faults.push({ field: 'event', problem: problem('event_name_too_long', { max: MAX_EVENT_NAME }) });
  }
  if (message.length > MAX_MESSAGE) {
    faults.push({ field: 'message', problem: problem('message_too_long', { max: MAX_MESSAGE }) });
  }
  const window = readWindow(request.window, policyLimits(context));
  if (Array.isArray(window)) faults.push(...window);
  if (isProblem(place)) faults.push({ field: 'channel', problem: place });
  if (faults.length > 0 || isProblem(email) || isProblem(host) || isProblem(place) || Array.isArray(window)) {
    return faults;
  }
  if (reserved !== undefined) return [{ field: 'email', problem: reserved }];
  const { channelId = '' } = request;
  if (place.isShared && request.sharedShown !== channelId) {
    return [{ field: 'channel', problem: problem('channel_shared', { channel: place.name }) }];
  }
  const clash = await clashKey(context, { ...host, ...window }, undefined);
  if (clash !== '' && clash !== request.clashAnswered) return [{ field: 'host', problem: problem('host_booked') }];

  const now = context.now();
  const invite: Invite = {
    id: `inv_${context.newId()}`,
    requestKey: request.requestKey,
    workspaceId: request.workspaceId,
    inviterId: request.inviter.id,
    inviterZone: request.inviter.timeZone,
    channelId,
    guestEmail: email,
    ...host,
    eventName,
    // Parsec requires a message; whether an empty one is accepted is not documented.
    message: message || `You are invited to ${eventName}.`,
    permissions: request.permissions,
    timeZone: window.zone,
    startsAt: window.startsAt,
    endsAt: window.endsAt,
    typedStart: typedStart(request.window),
    typedEnd: typedEnd(request.window),
    sendEmail: request.sendEmail,
    state: 'requested',
    providerInviteId: undefined,
    link: undefined,
    ...nothingYet,
    createdAt: now,
    updatedAt: now,
  };
  const saved = await save(context, invite, request.inviter, request.typedIn ?? '');
  if (isProblem(saved)) return [{ field: 'email', problem: saved }];
  return 'twin' in saved ? [twinFault(context, saved.twin, request.inviter)] : saved;
}

function lookUpChosen(context: Context, hostId = ''): Promise<NamedHost | Problem> | Problem {
  return hostId === '' || hostId === notAChoice ? problem('host_missing') : lookUpHost(context, hostId);
}

/**
 * Why an exact twin is not taken. Who sees the other invite whatever its channel is told which it is; everybody else is asked for another
 * event name, and not told of a guest. (Slack could say who is in the channel, but not within the three seconds this may take.) Whoever gets
 * that answer has named guest, computer, event and end exactly, and every wrong guess makes an invite in their own name, with a card.
 */
function twinFault(context: Context, twin: Invite, person: Person): FieldProblem {
  return seesAlways(twin, person, context.policy)
    ? { field: 'email', problem: problem('invite_already_there', { reference: twin.id }) }
    : { field: 'event', problem: problem('invite_too_alike') };
}

async function save(
  context: Context,
  invite: Invite,
  inviter: Person,
  typedIn: string,
): Promise<Invite | { readonly twin: Invite } | Problem> {
  const saved = await context.store.transaction(async (tx) => {
    // Another replica may be taking the twin, or this very request, at this moment.
    await tx.lockSame(invite.hostId);
    const before = await tx.getInviteByRequestKey(invite.requestKey);
    if (before !== undefined) return before;
    const twin = (await tx.invitesOnHost(invite)).find((other) => isTwin(other, invite));
    if (twin !== undefined) return { twin };
    const over = await takeInviteShare(tx, context, inviter);
    if (over !== undefined) return over;
    if ((await tx.insertInvite(invite)) === 'already')
      return (await tx.getInviteByRequestKey(invite.requestKey)) ?? invite;
    await tx.oweWork({ inviteId: invite.id, kind: 'provider', at: 0 });
    await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    await oweCardElsewhere(context, tx, cardOfInvite(invite), typedIn);
    await tx.insertAudit({
      id: context.newId(),
      inviteId: invite.id,
      at: invite.createdAt,
      actor: invite.inviterId,
      action: 'requested',
      facts: {
        guestEmail: invite.guestEmail,
        host: invite.hostName,
        startsAt: invite.startsAt,
        endsAt: invite.endsAt,
        ...(typedIn === '' ? {} : { typedIn }),
      },
    });
    return invite;
  });
  context.wake();
  return saved;
}

function typedStart(window: TypedWindow): string {
  return window.start.kind === 'now' ? 'now' : `${window.start.date}T${window.start.time}`;
}

function typedEnd(window: TypedWindow): string {
  return window.end.kind === 'for' ? `for ${window.end.text.trim()}` : `${window.end.date}T${window.end.time}`;
}
