import type { Job } from '../../domain/job.ts';
import { GUEST_INVITES, type Left, type PersonRequest, type RemovalPart } from '../../domain/person-request.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { whoIs } from '../../domain/who-is.ts';
import { requestCancel } from '../guest/request-cancel.ts';
import { endSeries } from '../guest/series/change-series.ts';
import { activeSeriesOf } from '../guest/series/read-series.ts';
import {
  type Claim,
  type Context,
  continueAt,
  done,
  type Outcome,
  type Statements,
  writeAudit,
} from '../shared/context.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { subjectOf } from '../shared/settle-removal.ts';
import { type Wish, wantRemoval } from '../shared/take-away.ts';
import { type FoundThere, findPersonAt, stored } from './find-person.ts';
import { stopInviting } from './stop-inviting.ts';

/**
 * Looks for somebody at every system that a request removes them from, and writes down as wanted what is there: then it is removed as any
 * other removal, and kept wanted until it is done. One system after the other; one that does not answer is looked at again, and holds up
 * none of the others. Who asked was allowed to when they asked.
 */
export async function offboard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const request = await context.store.getPersonRequest(job.name);
  const { email } = request ?? {};
  if (request === undefined || email === undefined) return done;
  let failed: Problem | undefined;
  for (const part of request.parts.filter(({ state }) => state === 'looking')) {
    if (!(await claim.heartbeat())) return continueAt(context.now() + 1_000, 'claim lost');
    const why = await settle(context, request, email, part);
    failed ??= why;
  }
  return failed === undefined ? done : tryAgain(context, claim, failed);
}

/** Looks at one system, and writes what follows. Answers the Problem when nobody could look. */
async function settle(
  context: Context,
  request: PersonRequest,
  email: string,
  part: RemovalPart,
): Promise<Problem | undefined> {
  if (part.system === GUEST_INVITES) return endGuestInvites(context, request, email, part);
  const system = context.providers.find(({ name }) => name === part.system);
  // First: what was asked for by then is found at the system, and nothing is asked for afterwards.
  const underway = await stopInviting(context, request, { provider: part.system, email });
  const found =
    system === undefined
      ? problem('provider_off', { provider: part.system })
      : (underway ?? (await findPersonAt(context, system, email)));
  if (isProblem(found)) {
    await save(context, request.id, { ...part, why: stored(found) });
    return found;
  }
  await save(context, request.id, part, async (tx) => {
    const ids: string[] = [];
    for (const wish of wishesOf(part.system, found)) ids.push(await want(context, tx, request, wish));
    return { ...part, state: 'looked', why: undefined, ids, left: found.left };
  });
  return undefined;
}

type PersonWish = Extract<Wish, { readonly kind: keyof typeof askedAs }>;

function wishesOf(provider: string, { members, invites }: FoundThere): readonly PersonWish[] {
  return [
    ...members.map((member): PersonWish => {
      const { memberId } = member;
      return { kind: 'member', provider, targetKey: memberId, target: { memberId }, who: whoIs(member), isSent: false };
    }),
    ...invites.map((invite): PersonWish => {
      const { inviteId, email, invitedAt } = invite;
      const target = { inviteId, email, invitedAt };
      return { kind: 'invite', provider, targetKey: inviteId, target, who: whoIs(invite), isSent: false };
    }),
  ];
}

const askedAs = { member: 'member_remove_asked', invite: 'member_cancel_asked' } as const;

/** Writes down that something is wanted removed, and that it is tried at once; answers the id of the removal. */
async function want(context: Context, tx: Statements, request: PersonRequest, wish: PersonWish): Promise<string> {
  const of = context.newId();
  await writeAudit(context, tx, {
    id: of,
    subject: subjectOf(wish),
    actor: request.requesterId,
    action: askedAs[wish.kind],
    facts: { name: wish.who },
    history: { area: wish.provider, about: wish.who },
  });
  const { id } = await wantRemoval(context, tx, wish, { by: request.requesterId, of, card: request.id });
  await tx.enqueue({ kind: 'removal', name: id });
  return id;
}

/** Ends the series that invite somebody as a guest, and cancels their open invites: those that who asked may cancel. */
async function endGuestInvites(
  context: Context,
  request: PersonRequest,
  email: string,
  part: RemovalPart,
): Promise<Problem | undefined> {
  const person = await context.people.person(request.requesterId, 'admin');
  if (isProblem(person)) {
    await save(context, request.id, { ...part, why: stored(person) });
    return person;
  }
  const ids: string[] = [];
  const left: Left[] = [];
  // Series first: what they have made by then is among the open invites.
  for (const { id } of await activeSeriesOf(context, email)) {
    const ended = await endSeries(context, id, person, { cancels: false });
    if (isProblem(ended)) left.push({ what: 'series', why: stored(ended) });
    else ids.push(id);
  }
  for (const { id } of await context.store.openInvitesOfGuest(email, context.now())) {
    const asked = await requestCancel(context, id, person, { sendEmail: false });
    if (isProblem(asked)) left.push({ what: 'guest', why: stored(asked) });
    else ids.push(id);
  }
  await save(context, request.id, { ...part, state: 'looked', why: undefined, ids, left });
  return undefined;
}

/** Writes how far one system is, once; `also`: what follows from it in the same transaction, and how far it is then. */
async function save(
  context: Context,
  requestId: string,
  part: RemovalPart,
  also: (tx: Statements) => Promise<RemovalPart> = async () => part,
): Promise<void> {
  await context.store.transaction(async (tx) => {
    const current = await tx.lockPersonRequest(requestId);
    // Another claim has looked by now: what it found is wanted.
    if (current?.parts.find(({ system }) => system === part.system)?.state !== 'looking') return;
    const next = await also(tx);
    await tx.savePersonParts(
      requestId,
      current.parts.map((each) => (each.system === part.system ? next : each)),
    );
    await tx.enqueue({ kind: 'person_card', name: requestId });
  });
  context.wake();
}
