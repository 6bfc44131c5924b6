import { afterEach, describe, expect, it } from 'vitest';
import { invited, passing, press, referenceOf, thread, topView, whisper, words } from '../support/gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());
const begin = async (options: WorldOptions = {}) => {
  world = await startWorld(options);
};
type Card = Awaited<ReturnType<typeof invited>>;

/** The calendar files in the thread of a card, oldest first, with the text above each. */
const filesOf = (card: Card) =>
  thread(world, card).flatMap(({ text, files }) =>
    (files ?? []).flatMap(({ id }) =>
      world.slack.files
        .filter((file) => file.id === id && file.name.endsWith('.ics'))
        .map((file) => ({ text, name: file.name, ics: file.bytes.toString('utf8').replaceAll('\r\n ', '') })),
    ),
  );
const fileIn = async (card: Card, count: number) => {
  await passing(world, `calendar file ${count} is there`, () => filesOf(card).length >= count);
  return filesOf(card)[count - 1] ?? { text: '', name: '', ics: '' };
};
const cancel = async (card: Card) => {
  const { mia } = world.people;
  await press(world, mia, card, 'invite:cancel');
  await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
};

describe('the calendar file of an invite', () => {
  it('comes into the thread when somebody asks, and follows each change once under a greater number', async () => {
    await begin();
    const { mia, ben } = world.people;
    const card = await invited(world, mia);
    await press(world, ben, card, 'invite:calendar');
    await whisper(world, ben, 'Only the inviter');
    expect(filesOf(card)).toEqual([]);

    await press(world, mia, card, 'invite:calendar');
    const told = await whisper(world, mia, 'comes into the thread of the card');
    expect(words(told)).toContain('https://calendar.google.com/calendar/render?action=TEMPLATE');
    const first = await fileIn(card, 1);
    expect(first.name).toBe(`${referenceOf(card)}-0.ics`);
    expect(first.ics).toContain(`UID:${referenceOf(card)}@guestlist`);
    expect(first.ics).toContain('DTSTART:20261123T130000Z');
    expect(first.ics).toContain('SEQUENCE:0');
    expect(first.text).toContain('Add to Google Calendar');
    // The text stays when the file is deleted with the guest's data.
    expect(first.text).not.toMatch(/example|Render/);

    // A change of the end is a new file; the message to the guest would be none.
    await press(world, mia, card, 'invite:extend');
    const form = await topView(world, mia, 'extend_form');
    await world.slack.as(mia).submit(form.id);
    const second = await fileIn(card, 2);
    expect(second.ics).toContain('DTEND:20261123T153000Z');
    expect(second.ics).toContain('SEQUENCE:1');
    expect(second.ics).toContain(`UID:${referenceOf(card)}@guestlist`);

    await world.app().stop();
    await world.restart();
    await cancel(card);
    const third = await fileIn(card, 3);
    expect(third.ics).toContain('METHOD:CANCEL');
    expect(third.ics).toContain('STATUS:CANCELLED');
    expect(third.ics).toContain('SEQUENCE:2');
    expect(third.text).not.toContain('Google');
    world.clock.advance(120_000);
    expect(filesOf(card)).toHaveLength(3);
  });

  it('shows no more of the guest than the card, and is sent once although an answer is lost', async () => {
    await begin({ hidesGuests: true });
    const { mia } = world.people;
    const card = await invited(world, mia);
    world.slack.trouble({ method: 'files.completeUploadExternal', then: { cutAfter: true } });
    await press(world, mia, card, 'invite:calendar');
    const file = await fileIn(card, 1);
    expect(file.ics).toContain('a…@example.com');
    expect(file.ics + file.text).not.toContain('ana@example.com');
    // The answer was lost: the thread is read, and shows the file.
    const looks = () => world.slack.calls.filter(({ method }) => method === 'conversations.replies').length;
    await passing(world, 'the thread was read', () => looks() > 0);
    await press(world, mia, card, 'invite:extend');
    await world.slack.as(mia).submit((await topView(world, mia, 'extend_form')).id);
    // It counts as sent: what follows has the next number.
    expect((await fileIn(card, 2)).name).toBe(`${referenceOf(card)}-1.ics`);
  });

  it('is not sent without the permission, and the person who asked is told', async () => {
    await begin({ withoutScopes: ['files:write'] });
    const { mia } = world.people;
    const card = await invited(world, mia);
    await press(world, mia, card, 'invite:calendar');
    await passing(world, 'Mia is told', () =>
      world.slack.messages.some(
        (one) => one.channel !== world.channel && words(one).includes("couldn't send the calendar file"),
      ),
    );
    expect(filesOf(card)).toEqual([]);
  });
});
