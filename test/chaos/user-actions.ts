import type { EmulatedInvite } from '../../src/sandbox/parsec/parsec-emulator.types.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { choose, inputId, words } from '../support/gestures.ts';
import {
  type Answer,
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
} from './forms.ts';
import type { Harness } from './harness.ts';
import type { Random } from './random.ts';
import { endAtParsec, mainOf, type Scenario, said } from './scenario.ts';

const MINUTE = 60_000;

/** A person invites a guest through the real form. */
export async function invite(harness: Harness, scenario: Scenario, random: Random): Promise<void> {
  const { world } = harness;
  const user = world.slack.as(scenario.inviter);
  const byHand = random.chance(0.2);
  const view = await persist(harness, scenario, 'open the invite form', async () => {
    await closeAll(harness, scenario.inviter);
    const host = byHand ? '' : ' “Edit 1”';
    await user.command(scenario.channel, `/guest invite ${scenario.email}${host} ${scenario.when}`);
    const open = await world.slack.until(
      'the invite form',
      () => {
        return topForm(harness, scenario.inviter, 'invite_form');
      },
      PATIENCE_MS,
    );
    const hasHost = () => JSON.stringify(block(open, inputId(open, 'host'))).includes('initial_option');
    if (byHand) await choose(world, scenario.inviter, open, 'host', 'Edit 1');
    else
      await world.slack
        .until('the computer is found', hasHost, PATIENCE_MS)
        .catch(() => choose(world, scenario.inviter, open, 'host', 'Edit 1'));
    await user.fill(open.id, { blockId: 'event_name' }, scenario.event);
    return open;
  });
  if (view === undefined) return;
  // Submitted again later, the end is later too, within the oracle's margin.
  scenario.askedEnd = world.clock.now() + lengthOf(scenario.when);
  const taken = await submit(harness, scenario, scenario.inviter, view, () => {
    scenario.asked = 'maybe';
  });
  if (taken === 'yes') scenario.asked = 'yes';
}

/** The time from now to the end in `in 30m for 2h`, ms. */
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

/** Somebody cancels the invite from the card, or with End now. */
export async function cancel(harness: Harness, scenario: Scenario, way: Way, from: 'card' | 'warning'): Promise<void> {
  await cancelBy(
    harness,
    scenario,
    await openFrom(harness, scenario, way, { from, actionId: 'invite:cancel', form: 'cancel_form' }),
  );
}

async function cancelBy(harness: Harness, scenario: Scenario, forms: readonly Form[]): Promise<void> {
  const taken = await submitAll(harness, scenario, forms, () => {
    if (scenario.cancel === 'no') scenario.cancel = 'maybe';
  });
  if (taken === 'yes') scenario.cancel = 'yes';
}

/** Somebody kicks the guest, or kicks and cancels. */
export async function kick(harness: Harness, scenario: Scenario, way: Way, how: 'kick' | 'cancel'): Promise<void> {
  const invite = mainOf(harness.world, scenario);
  if (invite !== undefined && !invite.hidden.cancelled && isOpen(harness, scenario))
    harness.world.parsec.guestConnects(invite.id);
  if (mayWait(harness, scenario)) return;
  const forms = await openFrom(harness, scenario, way, { from: 'card', actionId: 'invite:kick', form: 'kick_form' });
  await fillAll(harness, forms, () => 'kick_choice', how);
  if (how === 'cancel') return cancelBy(harness, scenario, forms);
  // Each submission that was taken, or may have been, may disconnect once.
  const taken = await submitAll(harness, scenario, forms, () => {
    scenario.kicks += 1;
  });
  if (taken !== 'yes') return;
  scenario.kicks += forms.length;
  scenario.kickSure = true;
}

/** What waits for approval has no button for this yet. */
function mayWait({ world }: Harness, scenario: Scenario): boolean {
  return scenario.approvals !== undefined && mainOf(world, scenario) === undefined;
}

function isOpen(harness: Harness, scenario: Scenario): boolean {
  const invite = mainOf(harness.world, scenario);
  if (invite === undefined) return false;
  const now = harness.world.clock.now();
  return now > Date.parse(invite.starts_at) && now < Date.parse(invite.expires_at) - MINUTE;
}

async function fillAll(
  harness: Harness,
  forms: readonly Form[],
  blockOf: (view: OpenView) => string,
  value: unknown,
): Promise<void> {
  const filled = new Set<string>();
  // After a second click, a late form may replace the one that was filled in.
  for (;;) {
    const empty = onScreen(harness, forms).filter(({ view }) => !filled.has(view.id));
    if (empty.length === 0) return;
    for (const { person, view } of empty) {
      await harness.world.slack.as(person).fill(view.id, { blockId: blockOf(view) }, value);
      filled.add(view.id);
    }
    await harness.waitUntilIdle();
  }
}

/** Somebody extends the invite in the form. The end the form showed is what counts, however often it is submitted. */
export async function extend(harness: Harness, scenario: Scenario, way: Way, minutes: 30 | 60 | 120): Promise<void> {
  if (mayWait(harness, scenario)) return;
  const forms = await openFrom(harness, scenario, way, {
    from: 'card',
    actionId: 'invite:extend',
    form: 'extend_form',
  });
  const wanted = [...endsNow(harness, scenario)].map((end) => end + minutes * MINUTE);
  await fillAll(harness, forms, () => 'extension', `${minutes}`);
  await change(harness, scenario, forms, wanted);
}

/** Somebody also allows the gamepad. */
export async function update(harness: Harness, scenario: Scenario, way: Way): Promise<void> {
  const forms = await openFrom(harness, scenario, way, {
    from: 'card',
    actionId: 'invite:update',
    form: 'update_form',
  });
  const ends = endsNow(harness, scenario);
  await fillAll(harness, forms, (view) => inputId(view, 'permissions'), ['keyboard', 'mouse', 'gamepad']);
  const before = scenario.gamepad;
  const taken = await change(harness, scenario, forms, [...ends]);
  if (taken === 'yes') scenario.gamepad = 'yes';
  else if (taken !== 'no' && before === 'no') scenario.gamepad = 'maybe';
}

/** Somebody cancels it in Parsec's own dashboard. */
export function cancelInDashboard(harness: Harness, scenario: Scenario): void {
  const invite = openForDashboard(harness, scenario);
  if (invite === undefined) return;
  harness.world.parsec.dashboard.cancelInvite(invite.id);
  scenario.dashboard = 'cancelled';
}

/** Somebody moves its end in the dashboard. */
export function moveEndInDashboard(harness: Harness, scenario: Scenario, byMinutes: number): void {
  const invite = openForDashboard(harness, scenario);
  if (invite === undefined) return;
  const end = Date.parse(invite.expires_at) + byMinutes * MINUTE;
  const wanted = Math.max(end, Date.parse(invite.starts_at) + 5 * MINUTE);
  if (wanted < harness.world.clock.now() + 5 * MINUTE) return;
  harness.world.parsec.dashboard.changeInvite(invite.id, { expires_at: new Date(wanted).toISOString() });
  scenario.dashboard = 'moved the end';
  scenario.ends = new Set([wanted]);
}

/**
 * The invite, when it has some time left and the bot knows its id: before that, a changed invite looks like one that was never
 * created; and an end the bot has announced stays final, also when the clock goes back.
 */
function openForDashboard(harness: Harness, scenario: Scenario): EmulatedInvite | undefined {
  const isKnown = said(harness.world, scenario).cards.some((card) => /\*(Scheduled|Active)/.test(words(card)));
  const end = endAtParsec(harness.world, scenario) ?? 0;
  const isOpen = end > harness.world.clock.now() + 5 * MINUTE && end > scenario.latest;
  return isKnown && isOpen ? mainOf(harness.world, scenario) : undefined;
}

function endsNow(harness: Harness, scenario: Scenario): ReadonlySet<number> {
  const end = endAtParsec(harness.world, scenario);
  return new Set([...scenario.ends, ...(end === undefined ? [] : [end])]);
}

async function change(
  harness: Harness,
  scenario: Scenario,
  forms: readonly Form[],
  ends: readonly number[],
): Promise<Answer> {
  const before = endsNow(harness, scenario);
  const taken = await submitAll(harness, scenario, forms, () => {
    scenario.changes += 1;
    scenario.ends = new Set([...before, ...ends]);
  });
  if (taken === 'yes') {
    scenario.changes += 1;
    scenario.ends = new Set(ends);
  }
  if (taken === 'waits') {
    scenario.changes += 1;
    scenario.waits = true;
    scenario.ends = new Set([...before, ...ends]);
  }
  return taken;
}

/** Presses “Extend 30 min” under a warning until it takes effect. */
export async function extendFromWarning(
  harness: Harness,
  scenario: Scenario,
  way: Way,
  minutes: 30 | 60,
): Promise<void> {
  const warning = lastWarning(harness, scenario);
  const blockId = warning && warnedRow(warning, scenario);
  const end = /^soon:(\d+)/.exec(blockId ?? '')?.[1];
  if (warning === undefined || blockId === undefined || end === undefined) return;
  const wanted = Number(end) + minutes * MINUTE;
  // The button says directly that it has to be approved first.
  scenario.waits ||= scenario.approvals !== undefined;
  const place = { channel: scenario.channel, ts: warning.ts };
  scenario.changes += 1;
  scenario.ends = new Set([...endsNow(harness, scenario), wanted]);
  const press = async (person: string) => {
    // The buttons disappear after the extension.
    const now = harness.world.slack.messages.find(({ channel, ts }) => channel === place.channel && ts === place.ts);
    if (now === undefined || warnedRow(now, scenario) !== blockId) return;
    await harness.world.slack.as(person).act(place, { blockId, actionId: `invite_extend_by:${minutes}` });
  };
  const presses = [
    way.person,
    ...(way.doubleClick ? [way.person] : []),
    ...(way.beside === undefined ? [] : [way.beside]),
  ];
  const shown = await persist(harness, scenario, 'press Extend', async () => {
    if (presses.length > 1) scenario.doubleClicks += 1;
    await Promise.all(presses.map(press));
    await harness.advance(4, 1_000);
    return (endAtParsec(harness.world, scenario) ?? 0) >= wanted ? true : undefined;
  });
  if (shown === true && endAtParsec(harness.world, scenario) === wanted) scenario.ends = new Set([wanted]);
}
