import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { costUnknown } from '../../src/slack/guest/invite-form/form-lines.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  guest,
  inputId,
  invited,
  offers,
  openFilledForm,
  openInviteForm,
  passing,
  prefer,
  press,
  topView,
  words,
} from '../support/gestures.ts';
import { openSeveralForm } from '../support/group-gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const at = (text: string) => Date.parse(`${text}Z`);
const moveTo = (text: string) => world.clock.advance(at(text) - world.clock.now());
const held = (view: OpenView, name: string) => Object.values(view.values[inputId(view, name)] ?? {})[0] ?? {};
const shown = (view: OpenView) => JSON.stringify(view.view.blocks);
const directOf = (person: string) =>
  world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person))?.id ?? '';
const openDirect = (person: string) =>
  fetch(`${world.slack.apiUrl}conversations.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ users: person }),
  });
const digests = (): Message[] => world.slack.messages.filter((one) => words(one).includes('/guest preferences'));
async function digest(count: number): Promise<Message> {
  await passing(world, `${count} digests are there`, () => digests().length === count);
  const last = digests().at(-1);
  if (last === undefined) throw new Error('no digest');
  return last;
}
describe.each(overSocket)('preferences over %s', (transport) => {
  it('decide what the form begins with, and how it writes times', async () => {
    world = await startWorld({ transport });
    const { mia } = world.people;
    const office = world.slack.addChannel({ name: 'office', members: [mia], bot: true }).id;
    await prefer(world, mia, { clock: '12', host: 'Edit 2', channel: office, duration: '45m', arrival: ['arrival'] });
    const form = await openInviteForm(world, mia, 'ana@example.com tomorrow 2pm');
    expect(held(form, 'host').selected_option).toMatchObject({ text: { text: 'Edit 2' } });
    expect(held(form, 'duration').value).toBe('45m');
    await world.slack.until('it says the times', () =>
      blockText(form, 'times').includes('Tue 24 Nov, 2:00 PM to 2:45 PM in Paris.'),
    );
    await world.slack.as(mia).close(form.id);
    // So does the form for several guests, without a computer: that is one guest's.
    const several = await openSeveralForm(world, mia, 'several ana@example.com bo@example.com tomorrow 2pm');
    expect(held(several, 'duration').value).toBe('45m');
    expect(blockText(several, 'times')).toContain('Tue 24 Nov, 2:00 PM to 2:45 PM in Paris.');
    await world.slack.as(mia).close(several.id);
    // Opened in no channel, the card goes to the usual one.
    await openDirect(mia);
    await world.slack.as(mia).command(directOf(mia), '/guest several ana@example.com bo@example.com');
    const fromDirect = await topView(world, mia, 'several_form');
    await world.slack.until('Parsec has answered', () => !shown(fromDirect).includes(costUnknown));
    expect(held(fromDirect, 'channel').selected_conversation).toBe(office);
    await world.slack.as(mia).close(fromDirect.id);
    // What is typed counts. The card goes where the command was typed, and to the usual channel from anywhere else.
    const typed = await openInviteForm(world, mia, 'ana@example.com Edit 1 tomorrow 14:00 for 2h');
    expect(held(typed, 'duration').value).toBe('2 hours');
    await world.slack.until('the computer is there', () => shown(typed).includes('"Edit 1"'));
    expect(await world.slack.as(mia).submit(typed.id)).toBe('closed');
    await cardSaying(world, '*Scheduled*');
    await world.slack.as(mia).shortcut('invite_guest');
    const anywhere = await topView(world, mia, 'invite_form');
    expect(JSON.stringify(anywhere.view.private_metadata)).toContain(office);
    await world.slack.as(mia).close(anywhere.id);
    expect(await withStore(world, (store) => store.getPreferences(mia))).toMatchObject({ tellsArrival: true });

    // The channel is deleted: the forms open all the same, without it.
    const channels = world.slack.channels as Channel[];
    const [deleted] = channels.splice(
      channels.findIndex(({ id }) => id === office),
      1,
    );
    // Nobody has looked at it for an hour.
    world.clock.advance(3_600_000);
    await world.slack.as(mia).shortcut('invite_guest');
    const without = await topView(world, mia, 'invite_form');
    expect(shown(without)).not.toContain(office);
    await world.slack.as(mia).close(without.id);
    await guest(world, mia, 'preferences');
    const unset = await topView(world, mia, 'preferences_form');
    expect(shown(unset)).not.toContain(office);
    await world.slack.as(mia).close(unset.id);
    if (deleted !== undefined) channels.push(deleted);

    // What cannot be is said at its field, and cleared by a button; nothing is saved before that.
    await guest(world, mia, 'preferences');
    const view = await topView(world, mia, 'preferences_form');
    await world.slack.as(mia).fill(view.id, { blockId: 'duration' }, 'long');
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(Object.keys(view.errors ?? {})).toEqual(['duration']);
    await world.slack.as(mia).act({ viewId: view.id }, { actionId: 'clear_defaults' });
    await world.slack.until('they are empty', () => !shown(view).includes('Edit 2'));
    expect(await offers(world, mia, view, { blockId: 'host:1', actionId: 'host_search' }, '')).toContain('Edit 1');
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    const next = await openInviteForm(world, mia);
    expect(held(next, 'host').selected_option ?? undefined).toBeUndefined();
    expect(held(next, 'duration').value).toBe('2 hours');
    expect(await withStore(world, (store) => store.getPreferences(mia))).toMatchObject({ clock: '12' });
  });

  it('send a digest once a day at an hour of hers, also over a change of the clocks and restarts', async () => {
    world = await startWorld({ transport, startAt: at('2026-10-24T09:00') });
    const { mia, ben } = world.people;
    const day = (date: string, email: string, event: string): Parameters<typeof invited>[2] => ({
      email,
      event,
      start: [date, '14:00'],
      end: [date, '16:00'],
    });
    await invited(world, mia, day('2026-10-25', 'ana@example.com', 'Review'));
    await invited(world, ben, { ...day('2026-10-25', 'zoe@example.com', 'Mixing'), host: 'Edit 2' });
    // On 25 October there are two times 2:00 in Paris.
    await prefer(world, mia, { digest_hour: '2', clock: '12' });
    moveTo('2026-10-24T23:59');
    expect(digests()).toEqual([]);
    // Down at its hour, and killed when it had just begun.
    await world.app().stop();
    moveTo('2026-10-25T00:01');
    await world.restart();
    const first = await digest(1);
    expect(first.channel.startsWith('D')).toBe(true);
    expect(words(first)).toContain('*Sun 25 Oct* (Paris): 1 invite, 1 ends today.');
    expect(words(first)).toContain('2:00 PM to 4:00 PM · *ana@example.com* on *Edit 1* · Review · scheduled');
    expect(words(first)).not.toContain('zoe@example.com');
    moveTo('2026-10-25T01:00');
    moveTo('2026-10-25T02:00');
    await invited(world, mia, day('2026-10-27', 'bob@example.com', 'Grading'));
    await world.app().stop();
    await world.restart();
    // An empty day has none, and the next one does.
    moveTo('2026-10-26T01:00');
    await expect.poll(() => withStore(world, (store) => store.digestedOn(mia))).toBe('2026-10-26');
    moveTo('2026-10-27T01:00');
    const second = await digest(2);
    expect(words(second)).toContain('*Tue 27 Oct* (Paris)');
    await prefer(world, mia, { digest_hour: 'never' });
    await invited(world, mia, day('2026-10-28', 'kim@example.com', 'Party'));
    moveTo('2026-10-28T12:00');
    await world.slack.until('it started', () => cards(world).some((card) => words(card).includes('Party')));
    expect(digests()).toHaveLength(2);
  });

  it('say in the digest what waits for whom', async () => {
    const policy = {};
    world = await startWorld({ transport, policy, livePolicy: true });
    const { mia, ben } = world.people;
    const { approvals, rules } = aPolicy({
      approvals: { groups: { leads: { people: [ben] } } },
      rules: [{ name: 'all', approval: { by: ['leads'] } }],
    });
    Object.assign(policy, { approvals, rules });
    const form = await openFilledForm(world, mia, { ...anEvening, start: ['2026-11-24', '14:00'], end: '2h' });
    await world.slack.until('it asks', () => shown(form).includes('"reason'));
    await world.slack.as(mia).fill(form.id, { blockId: inputId(form, 'reason') }, 'For the review');
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    await cardSaying(world, 'Waiting for approval');
    // 10:00 UTC is 11:00 in Paris and 5:00 in New York.
    await prefer(world, mia, { digest_hour: '11' });
    await prefer(world, ben, { digest_hour: '5' });
    moveTo('2026-11-23T10:00');
    await digest(2);
    const says = (text: string) => digests().find((one) => words(one).includes(text));
    const his = says('1 request for approval waits for you.');
    expect(his && words(his)).toContain('*Mon 23 Nov* (New York): no guests today.');
    expect(says('1 request of yours waits for approval.')).toBeDefined();
    if (his !== undefined) await press(world, ben, his, 'guest_run');
    const list = await topView(world, ben, 'approval_list');
    expect(shown(list)).toContain('ana@example.com');
  });
});
