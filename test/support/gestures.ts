import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { costUnknown } from '../../src/slack/guest/invite-form/form-lines.ts';
import type { World } from './world.ts';

/** What a person types into the invite form; what is left out stays as the form proposed it. */
export type Typed = {
  readonly email?: string;
  readonly host?: string;
  readonly event?: string;
  readonly zone?: string;
  readonly start?: 'now' | readonly [date: string, time: string];
  readonly end?: string | readonly [date: string, time: string];
  readonly message?: string;
  readonly mail?: boolean;
  readonly channel?: string;
};

/** The modal on top of a person's screen, once it has this callback_id and is not being redrawn. */
export function topView(world: World, person: string, callbackId: string): Promise<OpenView> {
  return world.slack.until(`${callbackId} is open`, () => {
    const top = world.slack.as(person).views().at(-1);
    return top?.view.callback_id === callbackId ? top : undefined;
  });
}

/**
 * The times of an evening in a line, so that the form asks for them from the beginning. Forms are filled here within milliseconds: the order in
 * which several bots draw one is known to all of them, but a drawing that is on its way to Slack is not called back.
 */
const eveningLine = '2026-11-23 14:00 to 2026-11-23 16:00';

/** Runs `/guest invite …` and waits for the form. */
export async function openInviteForm(
  world: World,
  person: string,
  text = '',
  channel = world.channel,
): Promise<OpenView> {
  const line = text === '' && world.isReplicated() ? eveningLine : text;
  await world.slack.as(person).command(channel, `/guest invite ${line}`.trim());
  return topView(world, person, 'invite_form');
}

/** Types `/guest …` into the channel. */
export function guest(world: World, person: string, text: string): Promise<'ok' | 'failed'> {
  return world.slack.as(person).command(world.channel, `/guest ${text}`.trim());
}

/** Chooses in the settings of a channel that starts are posted there. */
export async function postStarts(world: World, person: string): Promise<void> {
  await guest(world, person, 'settings');
  const view = await topView(world, person, 'settings_form');
  await world.slack.as(person).fill(view.id, { blockId: 'starts' }, ['starts']);
  const result = await world.slack.as(person).submit(view.id);
  if (result !== 'closed') throw new Error(`the settings were not taken: ${result}`);
}

/** The blocks of a view or message, by id or type, as plain data. */
export function blockText(view: OpenView, blockId: string): string {
  const blocks = view.view.blocks as { block_id?: string; elements?: { text?: string }[] }[];
  return blocks.find((block) => block.block_id === blockId)?.elements?.[0]?.text ?? '';
}

/** The block_id of an input as it is counted now, e.g. `permissions:1`. */
export function inputId(view: OpenView, name: string): string {
  const blocks = view.view.blocks as { block_id?: string }[];
  const found = blocks.find((block) => block.block_id === name || block.block_id?.startsWith(`${name}:`));
  if (found?.block_id === undefined)
    throw new Error(`no input ${name} in ${blocks.map((block) => block.block_id).join(', ')}`);
  return found.block_id;
}

/** Searches an external select and puts the first hit in. */
export async function choose(world: World, person: string, view: OpenView, name: string, text: string): Promise<void> {
  const user = world.slack.as(person);
  const blockId = inputId(view, name);
  const blocks = view.view.blocks as { block_id?: string; element?: { action_id?: string } }[];
  const actionId = blocks.find((block) => block.block_id === blockId)?.element?.action_id ?? '';
  const found = await user.search({ viewId: view.id }, { blockId, actionId }, text);
  const hit = found === 'failed' ? undefined : found.groups.flatMap((group) => group.options)[0];
  if (hit === undefined) throw new Error(`“${text}” finds nothing in ${name}`);
  await user.fill(view.id, { blockId, actionId }, hit);
}

/** What a search in a form offers, as the person reads it. */
export async function offers(
  world: World,
  person: string,
  view: OpenView,
  target: { readonly blockId: string; readonly actionId: string },
  text: string,
): Promise<string[]> {
  const found = await world.slack.as(person).search({ viewId: view.id }, target, text);
  if (found === 'failed') throw new Error(`the search for “${text}” was not answered`);
  return found.groups.flatMap((group) => group.options).map((option) => option.text.text);
}

/** What an input holds, as `fill` takes it; the text of the option in an external select. */
function heldBy(view: OpenView, blockId: string): unknown {
  const [held = {}] = Object.values(view.values[blockId] ?? {});
  const option = held.selected_option as { text: { text: string }; value: string } | null | undefined;
  return (
    held.value ??
    held.selected_date ??
    held.selected_time ??
    (held.type === 'external_select' ? option?.text.text : option?.value)
  );
}

/** Fills the open invite form as a person would, input by input; what an input holds already is not typed again. */
export async function fillInviteForm(world: World, person: string, view: OpenView, typed: Typed): Promise<void> {
  const user = world.slack.as(person);
  const put = async (blockId: string, value: unknown) => {
    if (heldBy(view, blockId) !== value) await user.fill(view.id, { blockId }, value);
  };
  const isFolded = [typed.zone, typed.message, typed.mail, typed.channel].some((value) => value !== undefined);
  if (isFolded) await showMore(world, person, view);
  if (typed.zone !== undefined) await choose(world, person, view, 'zone', typed.zone);
  if (typed.email !== undefined) await put('email', typed.email);
  if (typed.host !== undefined && heldBy(view, inputId(view, 'host')) !== typed.host)
    await choose(world, person, view, 'host', typed.host);
  if (typed.event !== undefined) await put('event_name', typed.event);
  if (typed.start === 'now') await put('start_choice', 'now');
  else if (typed.start !== undefined) {
    await put('start_date', typed.start[0]);
    await put('start_time', typed.start[1]);
  }
  if (typeof typed.end === 'string') {
    await put('end_choice', 'for');
    await world.slack.until('the length can be typed', () => inputs(view).some((id) => id?.startsWith('duration')));
    await put(inputId(view, 'duration'), typed.end);
  } else if (typed.end !== undefined) {
    await endAt(world, person, view);
    await put('end_date', typed.end[0]);
    await put('end_time', typed.end[1]);
  }
  if (typed.message !== undefined) await put('message', typed.message);
  if (typed.mail !== undefined) await put('mail', typed.mail ? ['mail'] : []);
  if (typed.channel !== undefined) await put('channel', typed.channel);
}

/** Has the form ask for the day and the hour of the end, and not for a length. */
export async function endAt(world: World, person: string, view: OpenView): Promise<void> {
  if (inputs(view).includes('end_date')) return;
  await world.slack.as(person).fill(view.id, { blockId: 'end_choice' }, 'at');
  await world.slack.until('the end can be picked', () => inputs(view).includes('end_date'));
}

/** Unfolds what the form asks for rarely. */
export async function showMore(world: World, person: string, view: OpenView): Promise<void> {
  if (inputs(view).includes('message')) return;
  await world.slack.as(person).act({ viewId: view.id }, { actionId: 'more' });
  await world.slack.until('more is shown', () => inputs(view).includes('message'));
}

function inputs(view: OpenView): (string | undefined)[] {
  return (view.view.blocks as { block_id?: string }[]).map((block) => block.block_id);
}

export const anEvening: Typed = {
  email: 'ana@example.com',
  host: 'Edit 1',
  event: 'Render review',
  start: ['2026-11-23', '14:00'],
  end: ['2026-11-23', '16:00'],
};

/** As much as one line can say of what a person wants, e.g. `ana@example.com Edit 1 2026-11-23 14:00 to 2026-11-23 16:00`. */
function lineOf({ email = '', host = '', zone, start, end }: Typed): string {
  if (start === undefined || end === undefined || zone !== undefined) return `${email} ${host}`;
  const until = typeof end === 'string' ? `for ${end}` : `to ${end.join(' ')}`;
  return `${email} ${host} ${start === 'now' ? start : start.join(' ')} ${until}`;
}

/**
 * Types everything into one line, and adds in the form what a line cannot say. A story that is not about the form takes this way: filled
 * input by input, the form is drawn after each of them.
 */
export async function openFilledForm(
  world: World,
  person: string,
  typed: Typed = anEvening,
  channel?: string,
): Promise<OpenView> {
  const view = await openInviteForm(world, person, lineOf(typed), channel);
  // The computer of the line is there once Parsec has answered.
  await world.slack.until('Parsec has answered', () => !JSON.stringify(view.view).includes(costUnknown));
  await fillInviteForm(world, person, view, typed);
  return view;
}

/** Types the command, fills the form, submits it. Answers the view that was submitted. */
export async function inviteGuest(world: World, person: string, typed: Typed = anEvening): Promise<OpenView> {
  const view = await openFilledForm(world, person, typed);
  const result = await submitAnyway(world, person, view);
  if (result !== 'closed') throw new Error(`the form was not taken: ${result} ${JSON.stringify(view.errors)}`);
  return view;
}

/** Submits a form, and goes on where it asks about other invites on its computer. */
export async function submitAnyway(world: World, person: string, view: OpenView): Promise<string> {
  const user = world.slack.as(person);
  const tick = async () => {
    const asked = inputs(view).find((blockId) => blockId?.startsWith('clash_ok:'));
    if (asked !== undefined) await user.fill(view.id, { blockId: asked }, ['anyway']);
    return asked !== undefined;
  };
  await tick();
  const result = await user.submit(view.id);
  return (result === 'open' || result === 'errors') && (await tick()) ? user.submit(view.id) : result;
}

/** Cards in a channel: messages of the bot outside threads. */
export function cards(world: World, channel = world.channel): Message[] {
  return world.slack.messages.filter(
    (message) =>
      message.channel === channel &&
      message.user === world.slack.botUserId &&
      message.ephemeralFor === undefined &&
      message.threadTs === undefined,
  );
}

/** What stands in the thread of a card. */
export function thread(world: World, card: Message): Message[] {
  return world.slack.messages.filter(
    (message) => message.channel === card.channel && message.threadTs === card.ts && message.ts !== card.ts,
  );
}

/** Everything a message says. */
export function words(message: Message): string {
  return `${message.text}\n${JSON.stringify(message.blocks)}`;
}

/** The only card, once it says this. */
export function cardSaying(world: World, text: string): Promise<Message> {
  return world.slack.until(`the card says “${text}”`, () => {
    const found = cards(world);
    return found.length === 1 && found[0] !== undefined && words(found[0]).includes(text) ? found[0] : undefined;
  });
}

/** The reference on a card. */
export function referenceOf(card: Message): string {
  const [reference] = /inv_[\w-]+/.exec(words(card)) ?? [];
  if (reference === undefined) throw new Error(`no reference on ${words(card)}`);
  return reference;
}

/** Invites, and waits for the card of this event to say that it is so. */
export async function invited(world: World, person: string, typed: Partial<Typed> = {}): Promise<Message> {
  const all = { ...anEvening, ...typed };
  await inviteGuest(world, person, all);
  return world.slack.until(`the card of ${all.event} says scheduled`, () =>
    cards(world, all.channel).find(
      (card) => words(card).includes(all.event ?? '') && /\*(Scheduled|Active)/.test(words(card)),
    ),
  );
}

/** Presses a button of a message, or chooses the same in its menu, where it stands there. */
export function press(world: World, person: string, message: Message, actionId: string): Promise<'ok' | 'failed'> {
  const { target, value } = whereToPress(message, actionId);
  return world.slack.as(person).act({ channel: message.channel, ts: message.ts }, target, value);
}

/** The element of a message that does what a button of this name does, and the choice in it where it is a menu. */
export function whereToPress(
  message: Pick<Message, 'blocks'> | undefined,
  actionId: string,
): { readonly target: { readonly actionId: string }; readonly value?: string } {
  const elements = (message?.blocks ?? []).flatMap((block) => (block.elements ?? []) as MenuLike[]);
  const isButton = elements.some((element) => element.action_id === actionId);
  const choices = elements.flatMap(({ type, options = [] }) => (type === 'overflow' ? options : []));
  const value = choices.find((choice) => choice.value.startsWith(`${actionId.replace('invite:', '')}:`))?.value;
  return isButton || value === undefined ? { target: { actionId } } : { target: { actionId: 'invite_more' }, value };
}

type MenuLike = {
  readonly type?: string;
  readonly action_id?: string;
  readonly options?: readonly { readonly value: string }[];
};

/** The messages only this person sees (ephemeral), newest last. */
export function whispers(world: World, person: string, channel = world.channel): Message[] {
  return world.slack
    .as(person)
    .messages(channel)
    .filter((message) => message.ephemeralFor === person);
}

/** The newest whisper that says this. */
export function whisper(world: World, person: string, text: string): Promise<Message> {
  return world.slack.until(`${person} sees “${text}”`, () =>
    whispers(world, person).findLast((message) => words(message).includes(text)),
  );
}

/**
 * Lets the world's time pass in steps until something is so: for waits of the bot's own that have no other sign. What it counts from may
 * still be on its way when the clock moves first.
 */
export async function passing(world: World, what: string, look: () => boolean, stepMs = 1_000): Promise<void> {
  for (let step = 0; !look(); step++) {
    if (step > 400) throw new Error(`waited in vain until ${what}`);
    // On a busy machine the clock must not run away from the bots: their leases would be over before they have done anything.
    if (!(await happensSoon(world, look, step < 200 ? 40 : 300, 'or never'))) world.clock.advance(stepMs);
  }
}

/** How often it is looked at whether bots are idle, ms: twice in a row, since what they are about to be sent may be on its way. */
const IDLE_LOOK_MS = 4;

/**
 * Whether something becomes so within this real time, ms. As `slack.until`, which describes the whole workspace when it does not. `or
 * never`: where the bots are idle it is not waited for, since nothing happens before the clock moves.
 */
export function happensSoon(world: World, look: () => unknown, ms: number, idle?: 'or never'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let idleLooks = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(idleTimer);
      stopListening();
      settle();
    };
    const attempt = () => {
      try {
        if (look()) end(() => resolve(true));
      } catch (error) {
        end(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    const timer = setTimeout(() => end(() => resolve(false)), ms);
    const lookIdle = () => {
      idleLooks = world.isIdle() === true ? idleLooks + 1 : 0;
      if (idleLooks === 2) end(() => resolve(false));
    };
    const idleTimer = idle === undefined ? undefined : setInterval(lookIdle, IDLE_LOOK_MS);
    const stopListening = world.slack.onChange(attempt);
    attempt();
  });
}

/** Moves the clock to a time of the Monday on which worlds begin, UTC. */
export function moveTo(world: World, hours: number, minutes = 0): void {
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
}
