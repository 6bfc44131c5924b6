import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import type { World } from '../support/world.ts';
import type { Press } from './approval-actions.ts';
import { isAbout, isOpen, type Outcome, outcomeOf, outcomesSaid, type Request, requestsOf } from './approval-cards.ts';
import type { Violation } from './oracle.ts';
import { endAtParsec, held, mainOf, type Scenario, said, wasRefused } from './scenario.ts';

type Say = (kind: Violation['kind'], what: string) => void;

/** What a thread, or who asked, reads of a decision. Whom a thread mentions anyway, it names here. */
export const decisions = {
  approved: /^:white_check_mark: .* approved the (invite|change)\b/,
  denied: /^:no_entry: .* denied the (invite|change)\b/,
  expired: /Nobody approved the (invite|change)\b/,
} as const;
type Decision = keyof typeof decisions;

/** Seconds are rounded up when an invite begins at once. */
const ROUNDING_MS = 2_000;

/**
 * Checks what approvals came to: nothing was sent that nobody had approved, each request was decided once and by people who pressed it, every
 * card says so, and everybody who is to hear of it did, once.
 */
export function checkApprovals(world: World, scenario: Scenario, say: Say): void {
  const requests = requestsOf(world, scenario);
  for (const wrong of scenario.wrong) say('wrong state', wrong);
  checkSent(world, scenario, say);
  for (const request of requests) checkRequest(world, scenario, request, say);
  const [card] = said(world, scenario).cards.toSorted((one, other) => other.edits - one.edits);
  if (card !== undefined && words(card).includes('Waiting for approval'))
    say('wrong state', 'the card of the invite still says that it waits');
  checkTold(world, scenario, requests, say);
  for (const request of requests) if (outcome(request) === 'approved') checkApproved(world, scenario, request, say);
}

function outcome({ cards }: Request): Outcome | undefined {
  return cards.flatMap(({ text }) => outcomeOf(text) ?? [])[0];
}

type Sent = {
  readonly event_name?: string;
  readonly starts_at?: string;
  readonly expires_at?: string;
  readonly keyboard?: boolean;
  readonly gamepad?: boolean;
};

/** What Parsec was sent of a scenario, with how many requests came before. */
function sentOf(world: World, scenario: Scenario) {
  const ids = held(world, scenario).map(({ id }) => id);
  return world.parsec.requests.flatMap(({ operation, path, body, status }, nth) => {
    const sent = (body ?? {}) as Sent;
    const isOurs =
      (operation === 'Create Guest Access Invite' && sent.event_name === scenario.event) ||
      (operation === 'Update Guest Access Invite' && ids.some((id) => path.includes(id)));
    // What was refused is not so: what is sent next begins without it.
    const isRefused = typeof status === 'number' && status >= 400 && status < 500;
    return isOurs ? [{ nth, operation, sent, isRefused }] : [];
  });
}

/** Whatever is longer than what needs no approval was approved by enough people before it was sent. */
function checkSent(world: World, scenario: Scenario, say: Say): void {
  const { approvals, presses } = scenario;
  if (approvals === undefined) return;
  let known = { startsAt: Number.NaN, endsAt: Number.NaN, gamepad: false };
  for (const { nth, operation, sent, isRefused } of sentOf(world, scenario)) {
    const next = { ...known };
    if (sent.starts_at !== undefined) next.startsAt = Date.parse(sent.starts_at);
    if (sent.expires_at !== undefined) next.endsAt = Date.parse(sent.expires_at);
    if (sent.gamepad !== undefined) next.gamepad = sent.gamepad === true;
    if (!isRefused) known = next;
    const { gamepad } = next;
    const lengthMs = next.endsAt - next.startsAt;
    // What was moved in the dashboard is nobody's request, and what goes on from there begins with it.
    if (lengthMs <= approvals.windowMs || scenario.dashboard === 'moved the end') continue;
    const covers = ({ how, after, ...press }: Press) =>
      (how === 'approve' || how === 'edit') &&
      after <= nth &&
      press.lengthMs + ROUNDING_MS >= lengthMs &&
      (press.gamepad || !gamepad);
    const covering = presses.filter(covers);
    const isApproved = covering.some(
      ({ id }) =>
        new Set(covering.filter((each) => each.id === id).map(({ person }) => person)).size >= approvals.count,
    );
    if (!isApproved)
      say('without approval', `${operation} of ${lengthMs / 60_000} minutes${gamepad ? ' with the gamepad' : ''}`);
  }
}

/** Each card says the same, and what somebody pressed; it never said anything else. */
function checkRequest(
  world: World,
  { presses, cancel, latest, approvals }: Scenario,
  request: Request,
  say: Say,
): void {
  const { id, cards } = request;
  if (cards.some(isOpen)) say('wrong state', `a card of ${id} still asks`);
  const all = outcomesSaid(world, request);
  if (all.size > 1) say('wrong state', `${id} was decided as ${[...all].join(' and ')}`);
  const places = cards.map(({ channel }) => channel);
  if (new Set(places).size < places.length) say('duplicate post', `cards of ${id}`);
  const [text = ''] = cards.map((card) => card.text).filter((each) => outcomeOf(each) !== undefined);
  const by = (...hows: Press['how'][]) =>
    new Set(presses.filter((press) => press.id === id && hows.includes(press.how)).map(({ person }) => person));
  const named = [...(text.split('\n')[0] ?? '').matchAll(/<@(\w+)>/g)].map(([, person = '']) => person);
  switch (outcomeOf(text)) {
    case 'approved':
      if (new Set(named).size < (approvals?.count ?? 1) || named.some((person) => !by('approve', 'edit').has(person)))
        say('without approval', `${id} is approved by ${named.join(', ')}, who did not`);
      return;
    case 'denied':
      if (named.some((person) => !by('deny').has(person))) say('wrong state', `${id} is denied by nobody`);
      return;
    case 'withdrawn':
      if (named.length > 0 && cancel === 'no' && by('withdraw').size === 0)
        say('wrong state', `${id} was withdrawn by nobody`);
      return;
    case 'expired': {
      const expiresAt = Math.min(...world.slack.calls.flatMap(({ args }) => expiryOf(args, id)));
      if (latest < expiresAt) say('wrong state', `${id} expired too early`);
      return;
    }
    default:
  }
}

function expiryOf(args: Readonly<Record<string, unknown>>, id: string): readonly number[] {
  const blocks = typeof args.blocks === 'string' ? args.blocks : JSON.stringify(args.blocks ?? '');
  const at = blocks.includes(id) ? /Expires <!date\^(\d+)\^/.exec(blocks)?.[1] : undefined;
  return at === undefined ? [] : [Number(at) * 1000];
}

/** Threads and people hear of each decision once. */
function checkTold(world: World, scenario: Scenario, requests: readonly Request[], say: Say): void {
  const { notices } = said(world, scenario);
  const directs = world.slack.messages.filter(
    (message) => isAbout(message, scenario) && message.channel !== scenario.channel && message.threadTs === undefined,
  );
  const keys = (messages: readonly Message[]) => new Set(messages.map(({ metadata }) => JSON.stringify(metadata))).size;
  for (const decision of Object.keys(decisions) as Decision[]) {
    const decided = requests.filter((request) => outcome(request) === decision);
    const compare = (where: string, found: number, wanted: number) => {
      if (found < wanted) say('lost notice', `${found} of ${wanted} ${decision} ${where}`);
      // What expired before approvers were asked has no card.
      if (found > wanted && decision !== 'expired')
        say('wrong notice', `${found} instead of ${wanted} ${decision} ${where}`);
    };
    const matching = (messages: readonly Message[]) => messages.filter(({ text }) => decisions[decision].test(text));
    compare('in the thread', keys(matching(notices)), decided.length);
    const told = matching(directs);
    if (keys(told) < told.length) say('duplicate post', `${decision} directly`);
    compare('directly', keys(told), decided.filter(({ requester }) => requester !== scenario.inviter).length);
  }
}

/** What was approved was sent: a change, and an edit without what it took away. */
function checkApproved(world: World, scenario: Scenario, request: Request, say: Say): void {
  const mine = scenario.presses.filter(({ id, how }) => id === request.id && (how === 'approve' || how === 'edit'));
  const decider = /\*Approved\* by .*<@(\w+)>/.exec(request.cards.find(({ text }) => outcomeOf(text))?.text ?? '')?.[1];
  const lasts = mine.filter(({ person }) => person === decider);
  const invite = mainOf(world, scenario);
  if (invite === undefined || lasts.length === 0) return;
  const sent = sentOf(world, scenario);
  if (request.kind === 'invite') {
    const isEdited = (scenario.approvals?.count ?? 1) === 1 && lasts.every(({ how }) => how === 'edit');
    if (
      isEdited &&
      sent.some(({ operation, sent: body }) => operation?.startsWith('Create') === true && body.keyboard === true)
    )
      say('wrong state', `${request.id} was edited to the mouse alone, and sent with the keyboard`);
    return;
  }
  const isExcused =
    scenario.overtaken ||
    invite.hidden.cancelled ||
    scenario.cancel !== 'no' ||
    scenario.dashboard !== 'nothing' ||
    wasRefused(world, scenario, 'Update Guest Access Invite');
  const ends = new Set(lasts.map(({ endsAt }) => endsAt));
  const wasSent = [...ends].some(
    (end) =>
      endAtParsec(world, scenario) === end || sent.some(({ sent: body }) => Date.parse(body.expires_at ?? '') === end),
  );
  if (!isExcused && !wasSent) say('wrong state', `${request.id} is approved, and was not sent`);
}
