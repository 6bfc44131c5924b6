import { afterEach, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { cards, inviteGuest, passing, press, topView, whisper, whispers, words } from '../support/gestures.ts';
import { member, viewCopy } from '../support/member-gestures.ts';
import { seriesCardSaying, startSeries } from '../support/series-gestures.ts';
import { direct } from '../support/team-gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const ANA = 'ana@example.com';

/** Ana is a member at Parsec and Truvera, invited to Snyk, at Intercode under a name only, and a guest this evening. */
async function begin(options: WorldOptions = {}): Promise<void> {
  world = await startWorld({ ...options, snyk: {}, truvera: {}, intercode: {} });
  world.parsec.addMember({ name: 'Ana', email: ANA });
  world.parsec.addMember({ name: 'Omar', email: 'omar@example.com', isAdmin: true });
  world.truvera().addMember({ name: 'Ana', email: 'Ana@Example.com' });
  world.snyk().dashboard.invite(ANA);
  world.intercode().addMember({ firstName: 'Ana', email: ANA });
}

async function form(email = ANA): Promise<OpenView> {
  await member(world, world.people.ada, `offboard ${email}`);
  return topView(world, world.people.ada, 'person_offboard');
}

const card = () => cards(world).find(({ text }) => text.startsWith('Offboarding')) as Message;
/** What the card says of a system. */
function said(system: string): string {
  const blocks = (card()?.blocks ?? []) as { text?: { text?: string } }[];
  return blocks.find(({ text }) => text?.text?.startsWith(`*${system}*`))?.text?.text ?? '';
}
const says = (system: string, text: string) =>
  passing(world, `${system}: ${text}`, () => said(system).includes(text), 2_000);

const has = {
  parsec: () => world.parsec.members.some(({ email }) => email === ANA),
  truvera: () => world.truvera().members.some(({ email }) => email === 'Ana@Example.com'),
  snyk: () => world.snyk().invitations.some(({ email, is_active }) => email === ANA && is_active),
  intercode: () => world.intercode().users.some(({ email }) => email === ANA),
};

it('shows what is there, and removes a person everywhere; a system that is down follows, on one card', async () => {
  await begin();
  await inviteGuest(world, world.people.mia, {
    email: ANA,
    host: 'Edit 1',
    event: 'Review',
    start: ['2026-11-23', '14:00'],
    end: ['2026-11-23', '16:00'],
  });
  await world.slack.until('the guest is invited', () => world.parsec.invites.length === 1);
  world.truvera().trouble({ operation: 'Delete member', times: 40, then: { status: 503 } });

  const view = await form();
  const shown = viewCopy(view);
  expect(shown).toContain('*Parsec*: Ana (ana@example.com), a member');
  expect(shown).toContain('*Truvera*: Ana (Ana@Example.com), a member (member)');
  expect(shown).toContain('*Snyk*: ana@example.com, a pending invite');
  expect(shown).toContain("Snyk doesn't show its members");
  expect(shown).toContain('Intercode shows no email addresses');
  expect(shown).toContain('End 1 open guest invite, too');
  expect(has.parsec()).toBe(true);
  const user = world.slack.as(world.people.ada);
  await user.fill(view.id, { blockId: 'guest_invites' }, ['guests']);
  expect(await user.submit(view.id)).toBe('closed');

  await says('Parsec', ':white_check_mark: Removed.');
  await says('Snyk', 'The pending invite is cancelled.');
  await says('Snyk', "Not removed. Snyk doesn't show its members");
  await says('Intercode', 'Not removed. Intercode shows no email addresses');
  await says('Guest invites', '1 invite ended.');
  await says('Truvera', '*Not removed yet.*');
  expect([has.parsec(), has.snyk(), has.truvera(), has.intercode()]).toEqual([false, false, true, true]);
  expect(world.parsec.invites[0]?.hidden.cancelled).toBe(true);

  // The bot is stopped in between: what is wanted stays wanted.
  await world.app().stop();
  world.truvera().clearTrouble();
  await world.restart();
  await says('Truvera', ':white_check_mark: Removed.');
  expect(has.truvera()).toBe(false);
  expect(world.parsec.requests.filter(({ operation }) => operation === 'Remove Team Member')).toHaveLength(1);
  expect(cards(world).filter(({ text }) => text.startsWith('Offboarding'))).toHaveLength(1);
  // The card says it all: nobody gets a direct message for each system.
  expect(direct(world).filter(({ text }) => /removed|cancelled/.test(text))).toEqual([]);

  // Twice: nothing is there any more.
  const again = await form();
  expect(viewCopy(again)).toContain('*Parsec*: not a member, and no invite is pending');
});

it('ends the series that would let a guest in again, also where no invite is open yet', async () => {
  await begin();
  const monday = {
    email: ANA,
    host: 'Edit 1',
    event: 'Nights',
    start: ['2026-11-30', '14:00'],
    end: ['2026-11-30', '16:00'],
  } as const;
  await startSeries(world, world.people.mia, monday, { on: ['1'], until: '2026-12-21' });
  expect(world.parsec.invites).toEqual([]);
  const view = await form();
  expect(viewCopy(view)).toContain('End 1 series of guest invites, too');
  const user = world.slack.as(world.people.ada);
  await user.fill(view.id, { blockId: 'guest_invites' }, ['guests']);
  expect(await user.submit(view.id)).toBe('closed');
  await says('Guest invites', '1 series ended: no more invites are created.');
  await seriesCardSaying(world, 'Nights', 'Ended');
});

it('looks again at a system that did not answer, and lets what is stuck be kept', async () => {
  await begin({ hidesGuests: true });
  world.truvera().trouble({ operation: '*', times: 9, then: { status: 503 } });
  const view = await form();
  expect(viewCopy(view)).toContain('Guestlist looks again after you press “Remove”.');
  world.truvera().trouble({ operation: 'Delete member', times: 1_000, then: { status: 503 } });
  expect(await world.slack.as(world.people.ada).submit(view.id)).toBe('closed');
  await says('Parsec', ':white_check_mark: Removed.');
  await says('Truvera', '*Not removed yet.*');
  // People of another company read the channel.
  expect(words(card())).not.toContain(ANA);
  expect(words(card())).toContain('Offboarding a…@example.com');
  await press(world, world.people.mia, card(), 'member:keep');
  await whisper(world, world.people.mia, 'Only');
  await press(world, world.people.ada, card(), 'member:keep');
  await says('Truvera', 'Stays a member: the request was withdrawn.');
  expect(has.truvera()).toBe(true);
});

it('removes neither an owner nor the only admin nor who asks, and is for admins', async () => {
  await begin();
  const owner = world.truvera().members.find(({ role }) => role === 'owner');
  const ofOwner = await form(owner?.email ?? '');
  expect(viewCopy(ofOwner)).toContain('They own the team at Truvera.');
  await world.slack.as(world.people.ada).close(ofOwner.id);
  expect(viewCopy(await form('omar@example.com'))).toContain('They are the only admin at Parsec.');

  await member(world, world.people.mia, `offboard ${ANA}`);
  await whisper(world, world.people.mia, 'admins');
  await member(world, world.people.ada, 'offboard nobody');
  await whisper(world, world.people.ada, 'address');
  const before = whispers(world, world.people.ada).length;
  const own = world.slack.people.find(({ id }) => id === world.people.ada)?.email ?? '';
  await member(world, world.people.ada, `offboard ${own}`);
  await world.slack.until('Ada is answered', () => whispers(world, world.people.ada).length > before);
  expect(words(whispers(world, world.people.ada).at(-1) as Message)).toContain("can't remove yourself");
});
