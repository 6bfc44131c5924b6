import type { EmulatedInvite } from '../../src/sandbox/parsec/parsec-emulator.types.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { choose, inputId, words } from '../support/gestures.ts';
import {
  closeAll,
  type Form,
  lastWarning,
  onScreen,
  openFrom,
  PATIENCE_MS,
  persist,
  submit,
  submitAll,
  topForm,
  type Way,
  warnedRow,
} from './hands.ts';
import { endAtParsec, type Life, mainOf, said, type Taken } from './life.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

const MINUTE = 60_000;

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
        return topForm(town, life.inviter, 'invite_form');
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

/** Somebody wants the invite gone, from the card or with End now. */
export async function cancel(town: Town, life: Life, way: Way, from: 'card' | 'warning'): Promise<void> {
  await cancelBy(town, life, await openFrom(town, life, way, { from, actionId: 'invite:cancel', form: 'cancel_form' }));
}

async function cancelBy(town: Town, life: Life, forms: readonly Form[]): Promise<void> {
  const taken = await submitAll(town, life, forms, () => {
    if (life.cancel === 'no') life.cancel = 'maybe';
  });
  if (taken === 'yes') life.cancel = 'yes';
}

/** Somebody disconnects the guest, or does both. */
export async function kick(town: Town, life: Life, way: Way, how: 'kick' | 'cancel'): Promise<void> {
  const invite = mainOf(town.world, life);
  if (invite !== undefined && !invite.hidden.cancelled && isOpen(town, life))
    town.world.parsec.guestConnects(invite.id);
  const forms = await openFrom(town, life, way, { from: 'card', actionId: 'invite:kick', form: 'kick_form' });
  await fillAll(town, forms, () => 'kick_choice', how);
  if (how === 'cancel') return cancelBy(town, life, forms);
  // Each submission that was taken, or may have been, may disconnect once.
  const taken = await submitAll(town, life, forms, () => {
    life.kicks += 1;
  });
  if (taken !== 'yes') return;
  life.kicks += forms.length;
  life.kickSure = true;
}

function isOpen(town: Town, life: Life): boolean {
  const invite = mainOf(town.world, life);
  if (invite === undefined) return false;
  const now = town.world.clock.now();
  return now > Date.parse(invite.starts_at) && now < Date.parse(invite.expires_at) - MINUTE;
}

async function fillAll(
  town: Town,
  forms: readonly Form[],
  blockOf: (view: OpenView) => string,
  value: unknown,
): Promise<void> {
  const filled = new Set<string>();
  // A form that comes late, after a second click, takes the place of the one that was filled in.
  for (;;) {
    const empty = onScreen(town, forms).filter(({ view }) => !filled.has(view.id));
    if (empty.length === 0) return;
    for (const { person, view } of empty) {
      await town.world.slack.as(person).fill(view.id, { blockId: blockOf(view) }, value);
      filled.add(view.id);
    }
    await town.calm();
  }
}

/** Somebody wants it longer, by the form. What the form showed is what was wished, however often it is submitted. */
export async function extend(town: Town, life: Life, way: Way, minutes: 30 | 60 | 120): Promise<void> {
  const forms = await openFrom(town, life, way, { from: 'card', actionId: 'invite:extend', form: 'extend_form' });
  const wished = [...endsNow(town, life)].map((end) => end + minutes * MINUTE);
  await fillAll(town, forms, () => 'extension', `${minutes}`);
  await wish(town, life, forms, wished);
}

/** Somebody gives the guest the gamepad too. */
export async function update(town: Town, life: Life, way: Way): Promise<void> {
  const forms = await openFrom(town, life, way, { from: 'card', actionId: 'invite:update', form: 'update_form' });
  const ends = endsNow(town, life);
  await fillAll(town, forms, (view) => inputId(view, 'permissions'), ['keyboard', 'mouse', 'gamepad']);
  const before = life.gamepad;
  const taken = await wish(town, life, forms, [...ends]);
  if (taken === 'yes') life.gamepad = 'yes';
  else if (taken === 'maybe' && before === 'no') life.gamepad = 'maybe';
}

/** Somebody cancels it in Parsec's own dashboard. */
export function cancelThere(town: Town, life: Life): void {
  const invite = openThere(town, life);
  if (invite === undefined) return;
  town.world.parsec.dashboard.cancelInvite(invite.id);
  life.dashboard = 'cancelled';
}

/** Somebody moves its end there. */
export function moveEndThere(town: Town, life: Life, byMinutes: number): void {
  const invite = openThere(town, life);
  if (invite === undefined) return;
  const end = Date.parse(invite.expires_at) + byMinutes * MINUTE;
  const wished = Math.max(end, Date.parse(invite.starts_at) + 5 * MINUTE);
  if (wished < town.world.clock.now() + 5 * MINUTE) return;
  town.world.parsec.dashboard.changeInvite(invite.id, { expires_at: new Date(wished).toISOString() });
  life.dashboard = 'moved the end';
  life.ends = new Set([wished]);
}

/**
 * The invite, when it is not nearly over and the bot knows of it: changed there before, it cannot be told from one that was never
 * made; and what the bot has told the end of stays over, also when the clock goes back.
 */
function openThere(town: Town, life: Life): EmulatedInvite | undefined {
  const isKnown = said(town.world, life).cards.some((card) => /\*(Scheduled|Active)/.test(words(card)));
  const end = endAtParsec(town.world, life) ?? 0;
  const isOpen = end > town.world.clock.now() + 5 * MINUTE && end > life.latest;
  return isKnown && isOpen ? mainOf(town.world, life) : undefined;
}

function endsNow(town: Town, life: Life): ReadonlySet<number> {
  const end = endAtParsec(town.world, life);
  return new Set([...life.ends, ...(end === undefined ? [] : [end])]);
}

async function wish(town: Town, life: Life, forms: readonly Form[], ends: readonly number[]): Promise<Taken> {
  const before = endsNow(town, life);
  const taken = await submitAll(town, life, forms, () => {
    life.changes += 1;
    life.ends = new Set([...before, ...ends]);
  });
  if (taken === 'yes') {
    life.changes += 1;
    life.ends = new Set(ends);
  }
  return taken;
}

/** “Extend +30 min” under a warning, pressed until it shows. */
export async function extendFromWarning(town: Town, life: Life, way: Way, minutes: 30 | 60): Promise<void> {
  const warning = lastWarning(town, life);
  const blockId = warning && warnedRow(warning, life);
  const end = /^soon:(\d+)/.exec(blockId ?? '')?.[1];
  if (warning === undefined || blockId === undefined || end === undefined) return;
  const wished = Number(end) + minutes * MINUTE;
  const place = { channel: life.channel, ts: warning.ts };
  life.changes += 1;
  life.ends = new Set([...endsNow(town, life), wished]);
  const press = async (person: string) => {
    // Its buttons are gone once it is extended.
    const now = town.world.slack.messages.find(({ channel, ts }) => channel === place.channel && ts === place.ts);
    if (now === undefined || warnedRow(now, life) !== blockId) return;
    await town.world.slack.as(person).act(place, { blockId, actionId: `invite_extend_by:${minutes}` });
  };
  const presses = [
    way.person,
    ...(way.doubleClick ? [way.person] : []),
    ...(way.beside === undefined ? [] : [way.beside]),
  ];
  const shown = await persist(town, life, 'press Extend', async () => {
    if (presses.length > 1) life.doubleClicks += 1;
    await Promise.all(presses.map(press));
    await town.pump(4, 1_000);
    return (endAtParsec(town.world, life) ?? 0) >= wished ? true : undefined;
  });
  if (shown === true && endAtParsec(town.world, life) === wished) life.ends = new Set([wished]);
}
