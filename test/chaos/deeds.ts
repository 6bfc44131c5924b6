import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { choose, inputId } from '../support/gestures.ts';
import { endAtParsec, held, type Life, said } from './life.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

/** How often a person tries again what Slack says went wrong. */
const TRIES = 7;
const MINUTE = 60_000;

/** How long a person looks at a screen on which nothing happens, ms; timers run ten times faster here. */
const PATIENCE_MS = 4_000;

async function closeAll(town: Town, person: string): Promise<void> {
  const hands = town.world.slack.as(person);
  const [first] = hands.views();
  if (first !== undefined) await hands.close(first.id, true);
}

/** Does `gesture` until it answers something; between two tries bots are started again and time passes. */
async function persist<T>(
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
async function submit(
  town: Town,
  life: Life,
  person: string,
  view: OpenView,
  onMaybe: () => void,
): Promise<'yes' | 'no' | 'maybe'> {
  const hands = town.world.slack.as(person);
  let maybe = false;
  let refusals = 0;
  for (let tries = 1; tries <= TRIES; tries++) {
    await town.revive();
    if (!hands.views().some((open) => open.id === view.id)) break;
    const result = await hands.submit(view.id);
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

/** A person invites a guest through the real form. */
export async function invite(town: Town, life: Life, random: Random): Promise<void> {
  const { world } = town;
  const hands = world.slack.as(life.inviter);
  const byHand = random.chance(0.2);
  const view = await persist(town, life, 'open the invite form', async () => {
    await closeAll(town, life.inviter);
    const host = byHand ? '' : ' “Edit 1”';
    await hands.command(life.channel, `/guest invite ${life.email}${host} ${life.when}`);
    const open = await world.slack.until(
      'the invite form',
      () => {
        const top = hands.views().at(-1);
        return top?.view.callback_id === 'invite_form' ? top : undefined;
      },
      PATIENCE_MS,
    );
    const hasHost = () => JSON.stringify(block(open, inputId(open, 'host'))).includes('initial_option');
    if (byHand) await choose(world, life.inviter, open, 'host', 'Edit 1');
    else
      await world.slack
        .until('the computer is found', hasHost, PATIENCE_MS)
        .catch(() => choose(world, life.inviter, open, 'host', 'Edit 1'));
    await hands.fill(open.id, { blockId: 'event_name' }, life.event);
    return open;
  });
  if (view === undefined) return;
  // As wished now; pressed again later it is later, by no more than the judge's margin for it.
  life.askedEnd = world.clock.now() + lengthOf(life.when);
  const taken = await submit(town, life, life.inviter, view, () => {
    life.asked = 'maybe';
  });
  if (taken === 'yes') life.asked = 'yes';
}

/** From now to the end that is meant by `in 30m for 2h`, ms. */
function lengthOf(when: string): number {
  const units: Readonly<Record<string, number>> = { m: MINUTE, h: 60 * MINUTE };
  return [...when.matchAll(/(\d+)([mh])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  );
}

function block(open: OpenView, blockId: string): unknown {
  return (open.view.blocks as { block_id?: string }[]).find((each) => each.block_id === blockId);
}

/** Opens a form from the card, or from the last warning; sometimes with a double click. */
async function openFrom(
  town: Town,
  life: Life,
  person: string,
  options: {
    readonly from: 'card' | 'warning';
    readonly actionId: string;
    readonly form: string;
    readonly twice: boolean;
  },
): Promise<OpenView | undefined> {
  return persist(town, life, `open ${options.form}`, async () => {
    await closeAll(town, person);
    const message = options.from === 'card' ? said(town.world, life).cards[0] : lastWarning(town, life);
    if (message === undefined) return undefined;
    const press = () =>
      town.world.slack.as(person).act({ channel: life.channel, ts: message.ts }, { actionId: options.actionId });
    await Promise.all(options.twice ? [press(), press()] : [press()]);
    return town.world.slack.until(
      options.form,
      () => {
        const top = town.world.slack.as(person).views().at(-1);
        return top?.view.callback_id === options.form ? top : undefined;
      },
      PATIENCE_MS,
    );
  });
}

export function lastWarning(town: Town, life: Life) {
  return said(town.world, life).notices.findLast((message) => / ends in /.test(message.text));
}

/** Submits a form, and when it was opened twice the one under it as well, as a double submission. */
async function submitAll(
  town: Town,
  life: Life,
  person: string,
  view: OpenView,
  onMaybe: () => void,
): Promise<'yes' | 'no' | 'maybe'> {
  const first = await submit(town, life, person, view, onMaybe);
  const under = town.world.slack.as(person).views().at(-1);
  if (under === undefined || under.view.callback_id !== view.view.callback_id) {
    await closeAll(town, person);
    return first;
  }
  const second = await submit(town, life, person, under, onMaybe);
  await closeAll(town, person);
  if (first === 'yes' || second === 'yes') return 'yes';
  return first === 'maybe' || second === 'maybe' ? 'maybe' : 'no';
}

/** Somebody wants the invite gone, from the card or with End now. */
export async function cancel(
  town: Town,
  life: Life,
  person: string,
  from: 'card' | 'warning',
  twice: boolean,
): Promise<void> {
  const view = await openFrom(town, life, person, { from, actionId: 'invite:cancel', form: 'cancel_form', twice });
  if (view === undefined) return;
  const taken = await submitAll(town, life, person, view, () => {
    if (life.cancel === 'no') life.cancel = 'maybe';
  });
  if (taken === 'yes') life.cancel = 'yes';
}

/** Somebody disconnects the guest, or does both. */
export async function kick(
  town: Town,
  life: Life,
  person: string,
  how: 'kick' | 'cancel',
  twice: boolean,
): Promise<void> {
  const [invite] = held(town.world, life);
  if (invite !== undefined && !invite.hidden.cancelled && isOpen(town, life))
    town.world.parsec.guestConnects(invite.id);
  const view = await openFrom(town, life, person, { from: 'card', actionId: 'invite:kick', form: 'kick_form', twice });
  if (view === undefined) return;
  await town.world.slack.as(person).fill(view.id, { blockId: 'kick_choice' }, how);
  if (how === 'cancel') {
    const taken = await submit(town, life, person, view, () => {
      if (life.cancel === 'no') life.cancel = 'maybe';
    });
    await closeAll(town, person);
    if (taken === 'yes') life.cancel = 'yes';
    return;
  }
  // Each submission that was taken, or may have been, may disconnect once.
  const taken = await submit(town, life, person, view, () => {
    life.kicks += 1;
  });
  await closeAll(town, person);
  if (taken !== 'yes') return;
  life.kicks += 1;
  life.kickSure = true;
}

function isOpen(town: Town, life: Life): boolean {
  const [invite] = held(town.world, life);
  if (invite === undefined) return false;
  const now = town.world.clock.now();
  return now > Date.parse(invite.starts_at) && now < Date.parse(invite.expires_at) - MINUTE;
}

/** Somebody wants it longer, by the form. What the form showed is what was wished, however often it is submitted. */
export async function extend(
  town: Town,
  life: Life,
  person: string,
  minutes: 30 | 60 | 120,
  twice: boolean,
): Promise<void> {
  const view = await openFrom(town, life, person, {
    from: 'card',
    actionId: 'invite:extend',
    form: 'extend_form',
    twice,
  });
  if (view === undefined) return;
  const from = endsNow(town, life);
  const wished = [...from].map((end) => end + minutes * MINUTE);
  await town.world.slack.as(person).fill(view.id, { blockId: 'extension' }, `${minutes}`);
  await town.calm();
  await wish(town, life, person, view, wished);
}

/** Somebody gives the guest the gamepad too, and an end by the clock. */
export async function update(town: Town, life: Life, person: string, twice: boolean): Promise<void> {
  const view = await openFrom(town, life, person, {
    from: 'card',
    actionId: 'invite:update',
    form: 'update_form',
    twice,
  });
  if (view === undefined) return;
  const ends = endsNow(town, life);
  await town.world.slack
    .as(person)
    .fill(view.id, { blockId: inputId(view, 'permissions') }, ['keyboard', 'mouse', 'gamepad']);
  await town.calm();
  const before = life.gamepad;
  const taken = await wish(town, life, person, view, [...ends]);
  if (taken === 'yes') life.gamepad = 'yes';
  else if (taken === 'maybe' && before === 'no') life.gamepad = 'maybe';
}

function endsNow(town: Town, life: Life): ReadonlySet<number> {
  const end = endAtParsec(town.world, life);
  return new Set([...life.ends, ...(end === undefined ? [] : [end])]);
}

async function wish(
  town: Town,
  life: Life,
  person: string,
  view: OpenView,
  ends: readonly number[],
): Promise<'yes' | 'no' | 'maybe'> {
  const before = endsNow(town, life);
  const doubt = () => {
    life.changes += 1;
    life.ends = new Set([...before, ...ends]);
  };
  const taken = await submitAll(town, life, person, view, doubt);
  if (taken === 'yes') {
    life.changes += 2;
    life.ends = new Set(ends);
  }
  return taken;
}

/** “Extend +30 min” under a warning, pressed until it shows. */
export async function extendFromWarning(
  town: Town,
  life: Life,
  person: string,
  minutes: 30 | 60,
  twice: boolean,
): Promise<void> {
  const warning = lastWarning(town, life);
  const end = /"block_id":"soon:(\d+)"/.exec(JSON.stringify(warning?.blocks ?? []))?.[1];
  if (warning === undefined || end === undefined) return;
  const wished = Number(end) + minutes * MINUTE;
  const place = { channel: life.channel, ts: warning.ts };
  life.changes += 1;
  life.ends = new Set([...endsNow(town, life), wished]);
  const press = () => town.world.slack.as(person).act(place, { actionId: `invite_extend_by:${minutes}` });
  const shown = await persist(town, life, 'press Extend', async () => {
    await Promise.all(twice ? [press(), press()] : [press()]);
    await town.pump(4, 1_000);
    return (endAtParsec(town.world, life) ?? 0) >= wished ? true : undefined;
  });
  if (shown === true && endAtParsec(town.world, life) === wished) life.ends = new Set([wished]);
}
