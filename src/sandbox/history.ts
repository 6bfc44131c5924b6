import type { MovableClock } from '../clock.ts';
import { elementsOf } from './slack/blocks/check-blocks.ts';
import { asText, jsonList, textOf } from './slack/json.ts';
import type { Message, OpenView, SlackServer, UserActions } from './slack/slack-server.types.ts';

/** How long ago the studio's day began, before the sandbox's time starts. */
export const HISTORY_MS = 26 * 3_600_000;

const HOUR_MS = 3_600_000;
/** For one thing a person does. A sandbox without some of its history is better than none. */
const PATIENCE_MS = 4_000;

type Studio = {
  readonly slack: SlackServer;
  readonly clock: MovableClock;
  /** Moves the clock, and lets the bot do what is due on the way. */
  readonly advance: (ms: number) => Promise<void>;
  /** Makes Parsec refuse the next invite. */
  readonly refuseNext: () => void;
  /** The sandbox is being stopped. */
  readonly isOver: () => boolean;
};

/**
 * Lets the studio work for a day, until the sandbox's time starts: invites in every state, and a request that waits for approval. People do
 * it in Slack, as they would: nothing is written past the bot.
 */
export async function playHistory(studio: Studio): Promise<void> {
  const start = studio.clock.now();
  const until = start + HISTORY_MS;
  const [mia, ben, yuki, ada] = ['mia', 'ben', 'yuki', 'ada'].map((name) => personCalled(studio, name));
  if (mia === undefined || ben === undefined || yuki === undefined || ada === undefined) return;
  const at = (hours: number, length: number) => ({ from: until + hours * HOUR_MS, hours: length });
  // Yesterday: one that ended, one that was cancelled, and one that Parsec refused.
  await mia.invite('guests', 'kim@freelance.example', 'Render-1', at(-23, 2));
  await ben.invite('studio', 'lee@client.example', 'Unreal-5', at(20, 3));
  await studio.advance(2 * HOUR_MS);
  await ben.choose('lee@client.example', 'Cancel invite');
  await studio.advance(22 * HOUR_MS);
  studio.refuseNext();
  await yuki.invite('studio', 'tom@client.example', 'Color-suite', at(1, 2));
  // Today: one is active, one is to come, and one waits for approval since it is long.
  await ada.invite('guests', 'noor@freelance.example', 'Edit-2', at(-1, 4));
  await mia.invite('guests', 'kim@freelance.example', 'Mocap-stage', at(24, 3));
  await ben.invite('studio', 'bea@client.example', 'Unreal-5', at(30, 80), 'The client grades the whole film.');
  await studio.advance(until - studio.clock.now());
}

type Window = { readonly from: number; readonly hours: number };

function personCalled(studio: Studio, name: string) {
  const { slack } = studio;
  const person = slack.people.find((one) => one.name === name);
  if (person === undefined) return undefined;
  const user = slack.as(person.id);
  return {
    async invite(channelName: string, guest: string, host: string, window: Window, reason = ''): Promise<void> {
      const channel = slack.channels.find((one) => one.name === channelName)?.id ?? '';
      const times = `${wallTime(window.from, person.tz)} for ${window.hours}h`;
      await tolerate(studio, async () => {
        await user.command(channel, `/guest invite ${guest} ${host} ${times}`);
        const open = await slack.until('the form', () => loaded(user), PATIENCE_MS);
        if (reason !== '') await fillLabelled(user, open, 'Reason', reason);
        if ((await user.submit(open.id)) !== 'closed') return user.close(open.id, true);
        await slack.until('the card is settled', () => settledCard(slack, guest), PATIENCE_MS);
      });
    },
    /** Chooses an item of the menu of a guest's card, and confirms it. */
    async choose(guest: string, item: string): Promise<void> {
      await tolerate(studio, async () => {
        const card = slack.messages.find((one) => isCard(slack, one, guest));
        const menu = jsonList(card?.blocks)
          .flatMap(elementsOf)
          .find(({ element }) => element.type === 'overflow');
        const option = jsonList(menu?.element.options).find((one) => textOf(one.text) === item);
        if (card === undefined || menu === undefined || option === undefined) return;
        const target = { actionId: asText(menu.element.action_id) ?? '' };
        await user.act({ channel: card.channel, ts: card.ts }, target, option.value);
        const open = await slack.until('the question', () => loaded(user), PATIENCE_MS);
        await user.submit(open.id);
      });
    },
  };
}

/** The form on a person's screen, once all of it is there. */
function loaded(user: UserActions): OpenView | undefined {
  const open = user.views().at(-1);
  return open === undefined || JSON.stringify(open.view.blocks).includes('Loading') ? undefined : open;
}

async function fillLabelled(user: UserActions, open: OpenView, label: string, value: string): Promise<void> {
  const block = jsonList(open.view.blocks).find((one) => one.type === 'input' && textOf(one.label).includes(label));
  if (block !== undefined) await user.fill(open.id, { blockId: String(block.block_id) }, value);
}

function isCard(slack: SlackServer, { user, threadTs, text, blocks }: Message, guest: string): boolean {
  return user === slack.botUserId && threadTs === undefined && `${text} ${JSON.stringify(blocks)}`.includes(guest);
}

/** A card says at first that Parsec is being asked; what it says then is an edit. */
function settledCard(slack: SlackServer, guest: string): boolean {
  const card = slack.messages.findLast((one) => isCard(slack, one, guest));
  return card !== undefined && (card.edits > 0 || /approv/i.test(JSON.stringify(card.blocks)));
}

/** A bot that takes what a person does in another way than expected has less history, and no other trouble. */
async function tolerate({ isOver }: Studio, run: () => Promise<void>): Promise<void> {
  if (isOver()) return;
  try {
    await run();
  } catch (error) {
    if (!isOver()) process.stderr.write(`Sandbox: a part of the history is missing. ${firstLine(error)}\n`);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** `2026-11-24 09:00` in a zone. */
function wallTime(at: number, tz: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: tz }).format(at);
}
