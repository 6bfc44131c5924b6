import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';

import { submitAnyway, whereToPress } from '../support/gestures.ts';

import { endAtParsec, type Life, said, type Taken } from './life.ts';
import type { Town } from './town.ts';

/** How often a person tries again what Slack says went wrong. */
const TRIES = 7;

/** How long a person looks at a screen on which nothing happens, ms; timers run ten times faster here. */
export const PATIENCE_MS = 4_000;

/** A form on somebody's screen. */
export type Form = { readonly person: string; readonly view: OpenView };

export async function closeAll(town: Town, person: string): Promise<void> {
  const hands = town.world.slack.as(person);
  const [first] = hands.views();
  if (first !== undefined) await hands.close(first.id, true);
}

/** Does `gesture` until it answers something; between two tries bots are started again and time passes. */
export async function persist<T>(
  town: Town,
  life: Life,
  what: string,
  gesture: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let tries = 1; tries <= TRIES; tries++) {
    await town.revive();
    try {
      const answer = await gesture();
      if (answer !== undefined) return answer;
    } catch (error) {
      life.story.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
    // Nothing can be done any more with an invite that is over: its buttons are gone, or answer so.
    const end = endAtParsec(town.world, life);
    if (end !== undefined && end < town.world.clock.now()) return undefined;
    await town.pump(2, 2_000 * tries);
  }
  return undefined;
}

/** Presses submit, again when Slack says that the connection failed. Answers what certainly came of it, or 'maybe'. */
export async function submit(
  town: Town,
  life: Life,
  person: string,
  view: OpenView,
  onMaybe: () => void,
): Promise<Taken> {
  const hands = town.world.slack.as(person);
  let maybe = false;
  let refusals = 0;
  for (let tries = 1; tries <= TRIES; tries++) {
    await town.revive();
    if (!hands.views().some((open) => open.id === view.id)) break;
    const result = await submitAnyway(town.world, person, view);
    life.story.push(`submit ${String(view.view.callback_id)}: ${result} ${JSON.stringify(view.errors)}`);
    if (result === 'closed') return 'yes';
    if (result === 'open') break;
    // Said again after a while, it is meant.
    if (result === 'errors' && ++refusals === 2) break;
    if (result === 'failed') {
      maybe = true;
      onMaybe();
    }
    await town.pump(2, 2_000 * tries);
  }
  await closeAll(town, person);
  return maybe ? 'maybe' : 'no';
}

/** Who does it, and how the form is reached. */
export type Way = {
  readonly person: string;
  /** Does the same at the same moment. */
  readonly beside: string | undefined;
  readonly doubleClick: boolean;
};

/** Opens a form from the card, or from the last warning: once, with a double click, on one screen or on two. */
export async function openFrom(
  town: Town,
  life: Life,
  way: Way,
  target: { readonly from: 'card' | 'warning'; readonly actionId: string; readonly form: string },
): Promise<readonly Form[]> {
  const forms: Form[] = [];
  for (const person of way.beside === undefined ? [way.person] : [way.person, way.beside]) {
    const view = await persist(town, life, `open ${target.form}`, async () => {
      await closeAll(town, person);
      const message = target.from === 'card' ? said(town.world, life).cards[0] : lastWarning(town, life);
      if (message === undefined) return undefined;
      const hands = town.world.slack.as(person);
      const place = { channel: life.channel, ts: message.ts };
      const blockId = target.from === 'card' ? undefined : warnedRow(message, life);
      const button =
        blockId === undefined
          ? whereToPress(message, target.actionId)
          : { target: { blockId, actionId: target.actionId }, value: undefined };
      const press = () => hands.act(place, button.target, button.value);
      if (way.doubleClick) life.doubleClicks += 1;
      await Promise.all(way.doubleClick ? [press(), press()] : [press()]);
      return town.world.slack.until(target.form, () => topForm(town, person, target.form), PATIENCE_MS);
    });
    if (view !== undefined) forms.push({ person, view });
  }
  await town.calm();
  return onScreen(town, forms);
}

/** The forms as they are on the screens now: a second click may have put another in place of the first. */
export function onScreen(town: Town, forms: readonly Form[]): readonly Form[] {
  return forms.flatMap(({ person, view }) => {
    const now = topForm(town, person, String(view.view.callback_id));
    return now === undefined ? [] : { person, view: now };
  });
}

export function topForm(town: Town, person: string, form: string): OpenView | undefined {
  const top = town.world.slack.as(person).views().at(-1);
  return top?.view.callback_id === form ? top : undefined;
}

/** The block_id of the buttons that answer the warning of a life's end; undefined when it has none (any more). */
export function warnedRow({ blocks }: Message, { event }: Life): string | undefined {
  const isOfOne = !blocks.some((block) => JSON.stringify(block).includes('*Guest access of'));
  const row = isOfOne ? 0 : blocks.findIndex((block) => JSON.stringify(block).includes(`(${event})`));
  const id = row < 0 ? undefined : blocks[row + 1]?.block_id;
  return typeof id === 'string' && id.startsWith('soon:') ? id : undefined;
}

export function lastWarning(town: Town, life: Life): Message | undefined {
  return said(town.world, life).notices.findLast((message) => warnedRow(message, life) !== undefined);
}

/** Submits what is on the screens, all at the same moment. Certain when one of them is. */
export async function submitAll(town: Town, life: Life, forms: readonly Form[], onMaybe: () => void): Promise<Taken> {
  if (forms.length > 1) life.doubleClicks += 1;
  const taken = await Promise.all(
    onScreen(town, forms).map(({ person, view }) => submit(town, life, person, view, onMaybe)),
  );
  if (taken.includes('yes')) return 'yes';
  return taken.includes('maybe') ? 'maybe' : 'no';
}
