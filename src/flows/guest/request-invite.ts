import { defined } from '../../domain/defined.ts';
import { messageIn } from '../../domain/guest-message.ts';
import { type Invite, nothingYet, type Permissions } from '../../domain/invite.ts';
import { notAChoice } from '../../domain/not-a-choice.ts';
import { mayInvite, type Person } from '../../domain/person.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { isTwin } from '../../domain/same-invite.ts';
import { cleanLine, cleanText } from '../../domain/text/clean.ts';
import { readWindow, type TypedWindow, typedTexts, type Window } from '../../domain/time/typed-window.ts';
import type { WindowLimits } from '../../domain/time/window-limits.ts';
import { seesAlways } from '../../domain/visibility.ts';
import type { AskedFor } from '../shared/approvals.ts';
import { askingFault } from '../shared/asked-for.ts';
import { cardOfInvite, notifyCardElsewhere } from '../shared/card-place-notices.ts';
import type { DescribedChannel } from '../shared/channels.ts';
import { checkPlace, type PlacedRequest } from '../shared/check-place.ts';
import type { Context, Statements } from '../shared/context.ts';
import { isOverBudget, takeInviteShare } from '../shared/take-share.ts';
import { askedOf } from './await-approval.ts';
import { beginInvite } from './begin-invite.ts';
import { clashKey } from './clashes.ts';
import { isTeamMember, reserveRefusal } from './credit-reserve.ts';
import { ruleInvite } from './decide-invite.ts';
import { guestAddress } from './guest-address.ts';
import { textFaults } from './guest-texts.ts';
import { lookUpHost, type NamedHost } from './look-up-host.ts';
import { ruledHost } from './ruled-host.ts';
import { type Taken, takeOccurrence } from './series/take-occurrence.ts';
import { policyLimits } from './window-limits-now.ts';

/** What the form holds when it is submitted. */
export type InviteRequest = PlacedRequest & {
  readonly inviter: Person;
  /** What was asked about other invites on the host then, and answered; '' for nothing (clashes.ts). */
  readonly clashAnswered: string;
  /** As typed: an address, or somebody of the workspace (`@ben`), whose address is looked up. */
  readonly email: string;
  /** As chosen: whether there is such a host, and its name, is looked up. */
  readonly hostId: string | undefined;
  readonly eventName: string;
  readonly permissions: Permissions;
  readonly window: TypedWindow;
  readonly message: string;
  /** The language of the message, as chosen: one of the policy's; the default where none was. */
  readonly language?: string;
  readonly sendEmail: boolean;
  /** What the form said of approval, and was answered; undefined where it said nothing of it. */
  readonly approval?: AskedFor;
  /** The occurrence of a series that it is to be: `ser_x:2026-12-07`, as the form says. */
  readonly occurrence?: string;
};

export type InviteField =
  | 'email'
  | 'channel'
  | 'host'
  | 'permissions'
  | 'event'
  | 'message'
  | 'zone'
  | 'start'
  | 'end'
  | 'weekdays'
  | 'until'
  | 'reason';
/** `need`: with approval_needed, what the form has to ask about. */
export type FieldProblem = { readonly field: InviteField; readonly problem: Problem; readonly need?: ApprovalNeed };

/**
 * Takes a request: checks it by the rules, looks up what it names at Slack and at the provider (in time, and both at once), and in one
 * transaction takes it out of the inviter's share and saves the invite, its jobs (Parsec, the card) and the audit row. Nothing is sent
 * here. Problems: those of the fields, those of the policy (policy_*), those of askingFault, or one of
 * `not_allowed_*`. `channel_shared`, `approval_needed` and `host_booked` come alone: the form has to say so first.
 */
export async function requestInvite(
  context: Context,
  request: InviteRequest,
): Promise<Invite | readonly FieldProblem[] | Problem> {
  const refused = mayInvite(request.inviter, request.workspaceId);
  if (refused !== undefined) return refused;
  const checked = await checkRequest(context, request);
  if (Array.isArray(checked)) return checked;
  const { email, host, place, eventName, message, messageLanguage, window } = checked;
  const { channelId = '' } = request;
  const { permissions } = request;
  const ruled = { ...host, ...window, permissions, channelId, guestEmail: email, timeZone: window.zone };
  const ruling = ruleInvite(context, request.inviter, { ...ruled, host: await ruledHost(context, host) });
  if (ruling.kind === 'refused') return ruling.faults;
  const needed = ruling.kind === 'approval' ? ruling.need : undefined;
  const unsaid = needed && askingFault(context, request.inviter, needed, request.approval);
  if (unsaid !== undefined) return [{ field: 'reason', problem: unsaid, ...defined({ need: needed }) }];
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
    message,
    permissions: request.permissions,
    timeZone: window.zone,
    startsAt: window.startsAt,
    endsAt: window.endsAt,
    ...typedTexts(request.window),
    sendEmail: request.sendEmail,
    state: 'requested',
    providerInviteId: undefined,
    link: undefined,
    ...nothingYet,
    messageLanguage,
    createdAt: now,
    updatedAt: now,
  };
  const approval = needed && { need: needed, ...request.approval };
  const { occurrence = '' } = request;
  const asOccurrence = (tx: Statements) => takeOccurrence(context, tx, request.inviter, occurrence);
  const about = { rule: ruling.rule, typedIn: request.typedIn ?? '', asOccurrence, ...defined({ approval }) };
  const saved = await saveRequest(context, invite, request.inviter, about);
  if (isProblem(saved)) return [{ field: 'email', problem: saved }];
  return 'twin' in saved ? [twinFault(context, saved.twin, request.inviter)] : saved;
}

/**
 * What the guest is written: what was typed, else the text of the policy in the chosen language. Parsec requires a message; whether an empty
 * one is accepted is not documented.
 */
export function messageOf(
  { policy }: Context,
  { message, language, eventName }: { readonly message: string; readonly language: string; readonly eventName: string },
): Pick<Invite, 'message' | 'messageLanguage'> {
  const ours = messageIn(policy().messages, language);
  return {
    message: message || (ours?.text ?? `You are invited to ${eventName}.`),
    messageLanguage: ours?.language,
  };
}

/** What a request names, looked up: all of it is there, and right by itself. */
export type CheckedRequest = {
  readonly email: string;
  readonly host: NamedHost;
  readonly place: DescribedChannel;
  readonly eventName: string;
  readonly message: string;
  /** The language of the message (BCP 47); undefined where the policy has no texts. */
  readonly messageLanguage: string | undefined;
  readonly window: Window;
};

/** Looks up what a request names, and checks each part; or all that is wrong, by field. `limits`: what its window may be. */
export async function checkRequest(
  context: Context,
  request: InviteRequest,
  limits: WindowLimits = policyLimits(context),
): Promise<CheckedRequest | FieldProblem[]> {
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
  faults.push(...textFaults({ eventName, message }));
  const window = readWindow(request.window, limits);
  if (Array.isArray(window)) faults.push(...window);
  if (isProblem(place)) faults.push({ field: 'channel', problem: place });
  if (faults.length > 0 || isProblem(email) || isProblem(host) || isProblem(place) || Array.isArray(window)) {
    return faults;
  }
  if (reserved !== undefined) return [{ field: 'email', problem: reserved }];
  const written = messageOf(context, { message, language: request.language ?? '', eventName });
  return { email, host, place, eventName, ...written, window };
}

function lookUpChosen(context: Context, hostId = ''): Promise<NamedHost | Problem> | Problem {
  return hostId === '' || hostId === notAChoice ? problem('host_missing') : lookUpHost(context, hostId);
}

/**
 * Why an exact twin is not taken. Who may see the other invite in any channel reads which it is; everybody else is asked for another
 * event name, and reads of no guest. (Slack could say who is in the channel, but not within the three seconds this may take.) Who gets
 * that answer has named guest, host, event and end exactly, and every wrong guess makes an invite in their own name, with a card.
 */
function twinFault(context: Context, twin: Invite, person: Person): FieldProblem {
  return seesAlways(twin, person, context.policy())
    ? { field: 'email', problem: problem('invite_already_there', { reference: twin.id }) }
    : { field: 'event', problem: problem('invite_too_alike') };
}

/** What is known of a request besides the invite that is wanted. */
type AboutRequest = {
  readonly rule: string | undefined;
  readonly typedIn: string;
  readonly approval?: Partial<AskedFor> & { readonly need: ApprovalNeed };
  /** Which occurrence of a series it is, looked up where the series can't change meanwhile; a Problem stops it. */
  readonly asOccurrence?: (tx: Statements) => Promise<Taken | Problem | undefined>;
};

/**
 * Saves an invite that a person may have, once, with its jobs, what it takes of the inviter's share, and the request for approval it needs;
 * or the twin that is there already. Problems: those of takeInviteShare, and those of `asOccurrence`.
 */
export async function saveRequest(
  context: Context,
  asked: Invite,
  inviter: Person,
  about: AboutRequest,
): Promise<Invite | { readonly twin: Invite } | Problem> {
  const { rule, typedIn, approval } = about;
  const isFree = (await isOverBudget(context, inviter)) && (await isTeamMember(context, asked.guestEmail));
  const wait = approval && askedOf(context, asked, approval.need, cleanText(approval.reason ?? ''));
  const isWaiting = wait !== undefined && approval?.bypass !== true;
  const wanted: Invite = isWaiting ? { ...asked, awaits: wait.id } : asked;
  const saved = await context.store.transaction(async (tx) => {
    const known = await tx.getInviteByRequestKey(asked.requestKey);
    if (known !== undefined) return known;
    const occurrence = await about.asOccurrence?.(tx);
    if (isProblem(occurrence)) return occurrence;
    const invite: Invite = { ...wanted, ...occurrence?.of };
    // Another replica may be taking the twin, or this very request, at this moment.
    await tx.lockSame(invite.hostId);
    const before = await tx.getInviteByRequestKey(invite.requestKey);
    if (before !== undefined) return before;
    const twin = (await tx.invitesOnHost(invite)).find((other) => isTwin(other, invite));
    if (twin !== undefined) return { twin };
    const over = await takeInviteShare(tx, context, inviter, { free: isFree ? 1 : 0 });
    if (over !== undefined) return over;
    if ((await tx.insertInvite(invite)) === 'already')
      return (await tx.getInviteByRequestKey(invite.requestKey)) ?? invite;
    await occurrence?.taken?.();
    await beginInvite(context, tx, invite, { asked: wait, rule, typedIn });
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await notifyCardElsewhere(context, tx, cardOfInvite(invite), typedIn);
    return invite;
  });
  context.wake();
  return saved;
}
