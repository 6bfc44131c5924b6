import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { submitAnyway, whereToPress, words } from '../support/gestures.ts';
import type { Harness } from './harness.ts';
import { endAtParsec, type Scenario, said, type Taken } from './scenario.ts';

/** How often a person tries again after Slack reported a failure. */
const TRIES = 7;

/** How long a person waits for a screen to change, ms; timers run ten times faster here. */
export const PATIENCE_MS = 4_000;

/** A form on somebody's screen. */
export type Form = { readonly person: string; readonly view: OpenView };

export async function closeAll(harness: Harness, person: string): Promise<void> {
  const user = harness.world.slack.as(person);
  const [first] = user.views();
  if (first !== undefined) await user.close(first.id, true);
}

/** Repeats `attempt` until it returns something; between attempts, killed bots restart and time passes. */
export async function persist<T>(
  harness: Harness,
  scenario: Scenario,
  what: string,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let tries = 1; tries <= TRIES; tries++) {
    await harness.restartDead();
    try {
      const answer = await attempt();
      if (answer !== undefined) return answer;
    } catch (error) {
      scenario.story.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
    // An ended invite cannot be changed: its buttons are gone, or say so.
    const end = endAtParsec(harness.world, scenario);
    if (end !== undefined && end < harness.world.clock.now()) return undefined;
    // Nor can one that was denied, or that nobody approved in time.
    if (said(harness.world, scenario).cards.some((card) => /\*(Denied|Not approved)/.test(words(card))))
      return undefined;
    await harness.advance(2, 2_000 * tries);
  }
  return undefined;
}

/** What became of a submission. 'waits': it was taken, and others have to approve it first. */
export type Answer = Taken | 'waits';

/**
 * Submits, and again when Slack reports a connection failure, or when the form asks about approval first. 'maybe': a submission may or may
 * not have arrived.
 */
export async function submit(
  harness: Harness,
  scenario: Scenario,
  person: string,
  view: OpenView,
  onMaybe: () => void,
): Promise<Answer> {
  const user = harness.world.slack.as(person);
  let asked = false;
  let maybe = false;
  let refusals = 0;
  for (let tries = 1; tries <= TRIES; tries++) {
    await harness.restartDead();
    if (!user.views().some((open) => open.id === view.id)) break;
    const result = await submitAnyway(harness.world, person, view);
    scenario.story.push(`submit ${String(view.view.callback_id)}: ${result} ${JSON.stringify(view.errors)}`);
    if (result === 'closed') return 'yes';
    if (result === 'open' && JSON.stringify(view.view.title).includes('Waiting for approval')) {
      await closeAll(harness, person);
      return 'waits';
    }
    const asks = JSON.stringify(view.view.blocks).includes('"approval_line"');
    if (result === 'open' && (asked || !asks)) break;
    if (result === 'open') asked = true;
    // The same errors twice are not caused by a fault.
    if (result === 'errors' && ++refusals === 2) break;
    if (result === 'failed') {
      maybe = true;
      onMaybe();
    }
    await harness.advance(2, 2_000 * tries);
  }
  await closeAll(harness, person);
  return maybe ? 'maybe' : 'no';
}

/** Who does it, and how the form is reached. */
export type Way = {
  readonly person: string;
  /** Another person who does the same at the same moment. */
  readonly beside: string | undefined;
  readonly doubleClick: boolean;
};

/** Opens a form from the card, or from the last warning: once, with a double click, on one screen or on two. */
export async function openFrom(
  harness: Harness,
  scenario: Scenario,
  way: Way,
  target: { readonly from: 'card' | 'warning'; readonly actionId: string; readonly form: string },
): Promise<readonly Form[]> {
  const forms: Form[] = [];
  for (const person of way.beside === undefined ? [way.person] : [way.person, way.beside]) {
    const view = await persist(harness, scenario, `open ${target.form}`, async () => {
      await closeAll(harness, person);
      const message = target.from === 'card' ? said(harness.world, scenario).cards[0] : lastWarning(harness, scenario);
      if (message === undefined) return undefined;
      const user = harness.world.slack.as(person);
      const place = { channel: scenario.channel, ts: message.ts };
      const blockId = target.from === 'card' ? undefined : warnedRow(message, scenario);
      const button =
        blockId === undefined
          ? whereToPress(message, target.actionId)
          : { target: { blockId, actionId: target.actionId }, value: undefined };
      const press = () => user.act(place, button.target, button.value);
      if (way.doubleClick) scenario.doubleClicks += 1;
      await Promise.all(way.doubleClick ? [press(), press()] : [press()]);
      return harness.world.slack.until(target.form, () => topForm(harness, person, target.form), PATIENCE_MS);
    });
    if (view !== undefined) forms.push({ person, view });
  }
  await harness.waitUntilIdle();
  return onScreen(harness, forms);
}

/** The forms as they are on screen now: a second click may have replaced the first one. */
export function onScreen(harness: Harness, forms: readonly Form[]): readonly Form[] {
  return forms.flatMap(({ person, view }) => {
    const now = topForm(harness, person, String(view.view.callback_id));
    return now === undefined ? [] : { person, view: now };
  });
}

export function topForm(harness: Harness, person: string, form: string): OpenView | undefined {
  const top = harness.world.slack.as(person).views().at(-1);
  return top?.view.callback_id === form ? top : undefined;
}

/** The block_id of the buttons under the warning of a scenario's end; undefined when there are none. */
export function warnedRow({ blocks }: Message, { event }: Scenario): string | undefined {
  const isOfOne = !blocks.some((block) => JSON.stringify(block).includes('*Access ending for'));
  const row = isOfOne ? 0 : blocks.findIndex((block) => JSON.stringify(block).includes(`(${event})`));
  const id = row < 0 ? undefined : blocks[row + 1]?.block_id;
  return typeof id === 'string' && id.startsWith('soon:') ? id : undefined;
}

export function lastWarning(harness: Harness, scenario: Scenario): Message | undefined {
  return said(harness.world, scenario).notices.findLast((message) => warnedRow(message, scenario) !== undefined);
}

/** Submits all open forms at the same moment. 'yes' when at least one was certainly taken. */
export async function submitAll(
  harness: Harness,
  scenario: Scenario,
  forms: readonly Form[],
  onMaybe: () => void,
): Promise<Answer> {
  if (forms.length > 1) scenario.doubleClicks += 1;
  const taken = await Promise.all(
    onScreen(harness, forms).map(({ person, view }) => submit(harness, scenario, person, view, onMaybe)),
  );
  if (taken.includes('yes')) return 'yes';
  if (taken.includes('waits')) return 'waits';
  return taken.includes('maybe') ? 'maybe' : 'no';
}
