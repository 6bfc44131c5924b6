import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import { askedTerms, cardFor, isOpen, openRequest, outcomeOf, type Request, requestsOf } from './approval-cards.ts';
import { closeAll, PATIENCE_MS, persist, submit, topForm } from './forms.ts';
import type { Harness } from './harness.ts';
import type { Random } from './random.ts';
import { type Scenario, said } from './scenario.ts';
import { cancel } from './user-actions.ts';

/** How decisions are made in an episode; undefined on a scenario: nothing needs approval. */
export type ApprovalSetUp = {
  /** How many people have to approve. */
  readonly count: number;
  /** What is longer needs approval, ms. */
  readonly windowMs: number;
  /** One group of three people, or one of two and one person who is asked later. */
  readonly later: boolean;
  /** Whether they are asked in a channel of their own, or each directly. */
  readonly inChannel: boolean;
};

/** Something that was pressed about a request, and may have been taken. */
export type Press = {
  readonly id: string;
  readonly how: 'approve' | 'edit' | 'deny' | 'withdraw';
  readonly person: string;
  /** How many requests Parsec had received before. */
  readonly after: number;
  /** What the card asked for; an edit gives only the mouse. */
  readonly lengthMs: number;
  readonly endsAt: number;
  readonly gamepad: boolean;
};

const MINUTE = 60_000;

/** One or more people decide what waits, if something does. */
export async function decide(harness: Harness, scenario: Scenario, random: Random): Promise<void> {
  // Faults may delay the cards.
  for (let round = 0; round < 6 && isWaiting(harness, scenario) && !found(); round++) {
    await harness.restartDead();
    await harness.advance(1, 5_000);
  }
  const request = found();
  if (request === undefined) return;
  const people = random.chance(0.7) ? approvers(harness, request) : [random.pick(approvers(harness, request))];
  const [first = '', ...others] = people;
  const how = random.pick(['approve', 'approve', 'approve', 'edit', 'deny', 'withdraw'] as const);
  const doubleClick = random.chance(0.3);
  scenario.story.push(`${how} ${request.id} by ${people.join(' and ')}`);
  if (how === 'approve') return approve(harness, scenario, people, doubleClick);
  const otherwise = () =>
    how === 'withdraw' ? takeBack(request, doubleClick) : decideInForm(harness, scenario, first, how);
  // Against somebody who approves it at the same moment.
  await Promise.all([otherwise(), ...(random.chance(0.4) ? [approve(harness, scenario, others, false)] : [])]);

  function takeBack({ kind, requester: person }: Request, twice: boolean): Promise<void> {
    if (kind === 'change') return withdraw(harness, scenario, twice);
    return cancel(harness, scenario, { person, beside: undefined, doubleClick: twice }, 'card');
  }

  function found(): Request | undefined {
    return openRequest(harness.world, scenario);
  }
}

/** Whether the card of the invite says that it waits, or that a change of it does. */
export function isWaiting({ world }: Harness, scenario: Scenario): boolean {
  return said(world, scenario).cards.some((card) => words(card).includes('Waiting for approval'));
}

/** Everybody who may decide a request, and sees it. */
function approvers({ world }: Harness, request: Request): readonly string[] {
  const { ben, ada, mia } = world.people;
  return [ben, ada, mia].filter((each) => each !== request.requester && cardFor(world, request, each) !== undefined);
}

/** Writes a press down before it is made; false where the card has no buttons any more. */
function note(
  harness: Harness,
  scenario: Scenario,
  press: Pick<Press, 'id' | 'how' | 'person'>,
  card: Message,
): boolean {
  const terms = askedTerms(card);
  if (terms === undefined) return false;
  const gamepad = press.how !== 'edit' && /gamepad/i.test(terms.permissions);
  const after = harness.world.parsec.requests.length;
  const { startsAt, endsAt } = terms;
  scenario.presses.push({ ...press, after, lengthMs: endsAt - startsAt, endsAt, gamepad });
  return true;
}

/** People press Approve at the same moment, until the card says what came of it. */
async function approve(
  harness: Harness,
  scenario: Scenario,
  people: readonly string[],
  doubleClick: boolean,
): Promise<void> {
  if (people.length === 0) return;
  const { world } = harness;
  const id = openRequest(world, scenario)?.id;
  const press = async (person: string) => {
    const request = requestsOf(world, scenario).find((each) => each.id === id);
    const card = request && cardFor(world, request, person);
    if (request === undefined || card === undefined || !isOpen(card)) return;
    if (!note(harness, scenario, { id: request.id, how: 'approve', person }, card)) return;
    await world.slack.as(person).act({ channel: card.channel, ts: card.ts }, { actionId: 'approval:approve' });
  };
  await persist(harness, scenario, 'approve', async () => {
    if (people.length > 1 || doubleClick) scenario.doubleClicks += 1;
    await Promise.all((doubleClick ? [...people, ...people] : people).map(press));
    await harness.advance(4, 1_000);
    // What can't be approved as it is opens a form, which is left.
    for (const person of people) if (topForm(harness, person, 'approval_edit')) await closeAll(harness, person);
    const cards = requestsOf(world, scenario).find((each) => each.id === id)?.cards ?? [];
    return cards.every((card) => !isOpen(card) || people.every((person) => hasApproved(card, person))) || undefined;
  });
}

function hasApproved(card: Message, person: string): boolean {
  return new RegExp(`so far: [^"]*<@${person}>`).test(words(card));
}

/** Denies with a reason, or approves with only the mouse. */
async function decideInForm(harness: Harness, scenario: Scenario, person: string, how: 'deny' | 'edit'): Promise<void> {
  const { world } = harness;
  const id = openRequest(world, scenario)?.id;
  const form = `approval_${how}`;
  const card = () => {
    const request = requestsOf(world, scenario).find((each) => each.id === id);
    const shown = request && cardFor(world, request, person);
    return shown !== undefined && isOpen(shown) ? shown : undefined;
  };
  const user = world.slack.as(person);
  const view = await persist(harness, scenario, `open ${form}`, async () => {
    await closeAll(harness, person);
    const shown = card();
    if (shown === undefined) return 'decided' as const;
    await user.act({ channel: shown.channel, ts: shown.ts }, { actionId: `approval:${how}` });
    const open = await world.slack.until(form, () => topForm(harness, person, form), PATIENCE_MS);
    if (how === 'deny') await user.fill(open.id, { blockId: 'note' }, 'not now');
    else {
      const blocks = open.view.blocks as { block_id?: string }[];
      const blockId = blocks.find(({ block_id }) => block_id?.startsWith('permissions'))?.block_id ?? '';
      await user.fill(open.id, { blockId }, ['mouse']);
    }
    return open;
  });
  const shown = card();
  if (view === undefined || view === 'decided' || id === undefined || shown === undefined) return;
  if (!note(harness, scenario, { id, how, person }, shown)) return;
  await submit(harness, scenario, person, view, () => {});
  if (how === 'edit' && scenario.gamepad === 'yes') scenario.gamepad = 'maybe';
}

/** Who asked takes a change back, on the card of the invite. */
async function withdraw(harness: Harness, scenario: Scenario, doubleClick: boolean): Promise<void> {
  const { world } = harness;
  const button = () => {
    const card = said(world, scenario).cards[0];
    const id = card && /"approval:withdraw"[^}]*"value":"(apr_[\w-]+):/.exec(words(card))?.[1];
    return card === undefined || id === undefined ? undefined : { card, id };
  };
  await persist(harness, scenario, 'withdraw a change', async () => {
    const shown = button();
    const request = requestsOf(world, scenario).find(({ id }) => id === shown?.id);
    const open = request?.cards.find(isOpen);
    if (shown === undefined || request === undefined || open === undefined) return true;
    const person = request.requester;
    note(harness, scenario, { id: shown.id, how: 'withdraw', person }, open);
    const press = () =>
      world.slack.as(person).act({ channel: shown.card.channel, ts: shown.card.ts }, { actionId: 'approval:withdraw' });
    if (doubleClick) scenario.doubleClicks += 1;
    await Promise.all(doubleClick ? [press(), press()] : [press()]);
    await harness.advance(4, 1_000);
    return button() === undefined ? true : undefined;
  });
}

/**
 * Without faults any more: what waits has been asked of everybody, and what enough people approve is approved. Some requests are left until
 * they expire.
 */
export async function decideInQuiet(harness: Harness, scenario: Scenario, random: Random): Promise<void> {
  const { approvals } = scenario;
  const { world } = harness;
  // After the clock went back, jobs wait until their time comes again.
  if (approvals === undefined || scenario.latest > world.clock.now() || !isWaiting(harness, scenario)) return;
  const request = openRequest(world, scenario);
  const places = approvals.inChannel ? 1 : approvals.later ? 1 : 2;
  if (request === undefined || request.cards.length < places) {
    scenario.wrong.push(`${request?.cards.length ?? 0} cards of approvers`);
    return;
  }
  const people = approvers(harness, request).slice(0, approvals.count);
  if (people.length < approvals.count || random.chance(0.4)) return;
  const terms = request.cards.flatMap((card) => askedTerms(card) ?? [])[0];
  const now = world.clock.now();
  const isLate =
    terms === undefined ||
    terms.endsAt < now + 5 * MINUTE ||
    (request.kind === 'invite' && scenario.when.startsWith('in ') && terms.startsAt < now + 5 * MINUTE);
  await approve(harness, scenario, people, false);
  const after = requestsOf(world, scenario).find(({ id }) => id === request.id);
  const isApproved = after?.cards.some(({ text }) => outcomeOf(text) === 'approved') === true;
  if (!isApproved && !isLate) scenario.wrong.push(`${request.id} was approved by enough people, and still waits`);
}
