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
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

// The guest's own link is a way in: who invited can see and pass it on, and nobody else.
let world: World;
afterEach(() => world.stop());

const LINK = 'https://links.parsec.app/g/';

/** An invite of Mia's; with links of Parsec's own host unless told. */
async function invited(
  parsec: WorldOptions['parsec'] = { linkBase: 'https://links.parsec.app' },
  mail = true,
): Promise<Message> {
  world = await startWorld({ parsec });
  await inviteGuest(world, world.people.mia, { ...anEvening, mail });
  return cardSaying(world, '*Scheduled.*');
}
const linkOf = () => `${LINK}${world.parsec.invites[0]?.id}`;

describe.each(transports)('over %s', (transport) => {
  it('“Show link” shows it to who invited and to admins, on the card and in a thread, and to nobody else', async () => {
    world = await startWorld({ transport, parsec: { linkBase: 'https://links.parsec.app' } });
    const { mia, ada, ben } = world.people;
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled.*');
    for (const person of [mia, ada]) {
      await press(world, person, card, 'invite:link');
      const answer = await whisper(world, person, linkOf());
      expect(answer.text).not.toContain(LINK);
      expect(words(answer)).toContain('a way in: give it to the guest only');
    }
    await press(world, ben, card, 'invite:link');
    await whisper(world, ben, "Only the person who invited, or an admin, can see the guest's link.");
    // Nowhere else: no message that others see, nothing of Ben's, no line of the log.
    const others = world.slack.messages.filter(({ ephemeralFor }) => ephemeralFor !== mia && ephemeralFor !== ada);
    expect(others.filter((message) => words(message).includes(LINK))).toEqual([]);
    expect(world.logLines.filter((line) => line.includes(LINK))).toEqual([]);
  });
});

describe('the link', () => {
  it('is in /guest show for who invited, and not for others who may see the invite', async () => {
    const card = await invited();
    await guest(world, world.people.mia, `show ${referenceOf(card)}`);
    await whisper(world, world.people.mia, linkOf());
    await guest(world, world.people.ben, `show ${referenceOf(card)}`);
    await whisper(world, world.people.ben, 'Render review');
    expect(whispers(world, world.people.ben).filter((message) => /link/.test(words(message)))).toEqual([]);
  });

  it('is the emulator’s own unless told, which is this machine', async () => {
    const card = await invited({});
    await press(world, world.people.mia, card, 'invite:link');
    await whisper(world, world.people.mia, `${world.parsec.url}/g/${world.parsec.invites[0]?.id}`);
  });

  it('of a host that is not Parsec’s is not shown', async () => {
    const card = await invited({ linkBase: 'https://parsec.evil.example' });
    await press(world, world.people.mia, card, 'invite:link');
    const answer = await whisper(world, world.people.mia, "which isn't a known Parsec host");
    expect(words(answer)).not.toContain('https://parsec.evil.example');
  });

  it.each([
    [true, 'Parsec emailed it to the guest.'],
    [false, 'so nobody has one. Cancel this invite and make it again'],
  ])('that Parsec did not give is told as that, mailed: %s', async (mail, text) => {
    const card = await invited({ linkKey: 'none' }, mail);
    await press(world, world.people.mia, card, 'invite:link');
    await whisper(world, world.people.mia, text);
    await guest(world, world.people.mia, `show ${referenceOf(card)}`);
    await world.slack.until(
      'both say it',
      () => whispers(world, world.people.mia).filter((message) => words(message).includes(text)).length === 2,
    );
  });

  it('of an invite that is over is not shown any more', async () => {
    const card = await invited();
    const shown = structuredClone(card);
    await press(world, world.people.mia, card, 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    const over = await cardSaying(world, '*Cancelled*');
    expect([words(shown).includes('Show link'), words(over).includes('Show link')]).toEqual([true, false]);
  });
});

describe('unticking the mail', () => {
  const says = (form: OpenView, text: string) =>
    world.slack.until(`the form says “${text}”`, () => blockText(form, 'mail_line').includes(text));
  const tick = (form: OpenView, ticked: boolean) =>
    world.slack.as(world.people.mia).fill(form.id, { blockId: 'mail' }, ticked ? ['mail'] : []);

  it('warns that nobody gets a link where Parsec gave none, until it is ticked again', async () => {
    await invited({ linkKey: 'none' });
    const form = await openInviteForm(world, world.people.mia);
    await showMore(world, world.people.mia, form);
    expect(blockText(form, 'mail_line')).toBe('');
    await tick(form, false);
    await says(form, 'Nobody will get a link');
    await tick(form, true);
    await world.slack.until('nothing is said', () => blockText(form, 'mail_line') === '');
  });

  it('warns that nobody may get a link while nobody knows, and says where the link is where Parsec gives one', async () => {
    world = await startWorld();
    const { mia } = world.people;
    const first = await openInviteForm(world, mia);
    await showMore(world, mia, first);
    await tick(first, false);
    await says(first, 'nobody will get a link');
    await world.slack.as(mia).close(first.id);
    await inviteGuest(world, mia, { ...anEvening, mail: false });
    const card = await cardSaying(world, '*Scheduled.*');
    const second = await openInviteForm(world, mia);
    await showMore(world, mia, second);
    await tick(second, false);
    await says(second, 'under “Show link”');
    expect(blockText(second, 'mail_line')).not.toContain('warning');
    expect(words(card)).toContain('Show link');
  });

  it('is warned of at once in a form that opens unticked', async () => {
    await invited({ linkKey: 'none' }, false);
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 400, body: { message: 'no' } } });
    await inviteGuest(world, world.people.mia, { ...anEvening, event: 'Another', mail: false });
    const failed = await world.slack.until('the second failed', () =>
      world.slack.messages.find((message) => words(message).includes('invite:again')),
    );
    await press(world, world.people.mia, failed, 'invite:again');
    await says(await topView(world, world.people.mia, 'invite_form'), 'Nobody will get a link');
  });
});
