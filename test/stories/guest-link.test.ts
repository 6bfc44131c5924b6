import { afterEach, describe, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  guest,
  inviteGuest,
  openInviteForm,
  press,
  referenceOf,
  showMore,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// The guest's link lets anyone in, so only the inviter, coordinators and admins can see it and pass it on.
let world: World;
afterEach(() => world.stop());

const LINK = 'https://links.parsec.app/g/';

/** An invite of Mia's; its link is on Parsec's own host by default. */
async function invited(
  parsec: WorldOptions['parsec'] = { linkBase: 'https://links.parsec.app' },
  mail = true,
): Promise<Message> {
  world = await startWorld({ parsec });
  await inviteGuest(world, world.people.mia, { ...anEvening, mail });
  return cardSaying(world, '*Scheduled*');
}
const linkOf = () => `${LINK}${world.parsec.invites[0]?.id}`;

describe.each(overSocket)('over %s', (transport) => {
  it('“Show link” shows it to the inviter and admins, on the card and in a thread, and to nobody else', async () => {
    world = await startWorld({ transport, parsec: { linkBase: 'https://links.parsec.app' } });
    const { mia, ada, ben } = world.people;
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    for (const person of [mia, ada]) {
      await press(world, person, card, 'invite:link');
      const answer = await whisper(world, person, linkOf());
      expect(answer.text).not.toContain(LINK);
      expect(words(answer)).toContain('lets anyone in: share it only with the guest');
    }
    await press(world, ben, card, 'invite:link');
    await whisper(world, ben, "Only the inviter, coordinators and admins can see the guest's link.");
    // Nowhere else: not in messages that others or Ben see, and not in the log.
    const others = world.slack.messages.filter(({ ephemeralFor }) => ephemeralFor !== mia && ephemeralFor !== ada);
    expect(others.filter((message) => words(message).includes(LINK))).toEqual([]);
    expect(world.logLines.filter((line) => line.includes(LINK))).toEqual([]);
  });
});

describe('the link', () => {
  it('is in /guest show for the inviter, and not for others who can see the invite', async () => {
    const card = await invited();
    await guest(world, world.people.mia, `show ${referenceOf(card)}`);
    await whisper(world, world.people.mia, linkOf());
    await guest(world, world.people.ben, `show ${referenceOf(card)}`);
    await whisper(world, world.people.ben, 'Render review');
    expect(whispers(world, world.people.ben).filter((message) => /link/.test(words(message)))).toEqual([]);
  });

  it('has the address of the emulator on this computer by default', async () => {
    const card = await invited({});
    await press(world, world.people.mia, card, 'invite:link');
    await whisper(world, world.people.mia, `${world.parsec.url}/g/${world.parsec.invites[0]?.id}`);
  });

  it("is not shown when its host is not one of Parsec's", async () => {
    const card = await invited({ linkBase: 'https://parsec.evil.example' });
    await press(world, world.people.mia, card, 'invite:link');
    const answer = await whisper(world, world.people.mia, "which isn't a known Parsec host");
    expect(words(answer)).not.toContain('https://parsec.evil.example');
  });

  it.each([
    [true, 'Parsec emailed the link to the guest'],
    [false, 'Nobody has the link: Parsec emailed nobody and gave Guestlist none. Cancel this invite and invite again'],
  ])('is reported as missing when Parsec gave none (emailed: %s)', async (mail, text) => {
    const card = await invited({ linkKey: 'none' }, mail);
    await press(world, world.people.mia, card, 'invite:link');
    await whisper(world, world.people.mia, text);
    await guest(world, world.people.mia, `show ${referenceOf(card)}`);
    await world.slack.until(
      'both say it',
      () => whispers(world, world.people.mia).filter((message) => words(message).includes(text)).length === 2,
    );
  });

  it('is no longer shown after the invite has ended', async () => {
    const card = await invited();
    const shown = structuredClone(card);
    await press(world, world.people.mia, card, 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    const over = await cardSaying(world, '*Cancelled*');
    expect([words(shown).includes('Show link'), words(over).includes('Show link')]).toEqual([true, false]);
  });
});

describe('unchecking the email box', () => {
  const says = (form: OpenView, text: string) =>
    world.slack.until(`the form says “${text}”`, () => blockText(form, 'mail_line').includes(text));
  const tick = (form: OpenView, ticked: boolean) =>
    world.slack.as(world.people.mia).fill(form.id, { blockId: 'mail' }, ticked ? ['mail'] : []);

  it('warns that nobody gets a link when Parsec gave none, until the box is checked again', async () => {
    await invited({ linkKey: 'none' });
    const form = await openInviteForm(world, world.people.mia);
    await showMore(world, world.people.mia, form);
    expect(blockText(form, 'mail_line')).toBe('');
    await tick(form, false);
    await says(form, 'Nobody will get the link');
    await tick(form, true);
    await world.slack.until('nothing is said', () => blockText(form, 'mail_line') === '');
  });

  it('warns that nobody may get a link until Parsec gives one, and then says where the link is', async () => {
    world = await startWorld();
    const { mia } = world.people;
    const first = await openInviteForm(world, mia);
    await showMore(world, mia, first);
    await tick(first, false);
    await says(first, 'nobody will get one');
    await world.slack.as(mia).close(first.id);
    await inviteGuest(world, mia, { ...anEvening, mail: false });
    const card = await cardSaying(world, '*Scheduled*');
    const second = await openInviteForm(world, mia);
    await showMore(world, mia, second);
    await tick(second, false);
    await says(second, 'under “Show link”');
    expect(blockText(second, 'mail_line')).not.toContain('warning');
    expect(words(card)).toContain('Show link');
  });

  it('shows the warning at once in a form that opens unchecked', async () => {
    await invited({ linkKey: 'none' }, false);
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 400, body: { message: 'no' } } });
    await inviteGuest(world, world.people.mia, { ...anEvening, event: 'Another', mail: false });
    const failed = await world.slack.until('the second failed', () =>
      world.slack.messages.find((message) => words(message).includes('invite:again')),
    );
    await press(world, world.people.mia, failed, 'invite:again');
    await says(await topView(world, world.people.mia, 'invite_form'), 'Nobody will get the link');
  });
});
