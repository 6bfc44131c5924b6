import { afterEach, describe, expect, it } from 'vitest';
import { cards, guest, invited, inviteGuest, whisper, whispers, words } from '../support/gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());
const begin = async (options: WorldOptions = {}) => {
  world = await startWorld(options);
};

/** The pictures in a conversation, oldest first: their comment, and what they say to those who don't see them. */
const pictures = (channelId: string) =>
  world.slack.messages
    .filter(({ channel, files }) => channel === channelId && (files ?? []).length > 0)
    .flatMap(({ text, files }) =>
      (files ?? []).flatMap(({ id }) =>
        world.slack.files.filter((file) => file.id === id).map((file) => ({ text, alt: file.altText, file })),
      ),
    );
const pictureIn = (channelId: string, count: number) =>
  world.slack.until(`picture ${count} is there`, () => pictures(channelId)[count - 1]);
const directOf = (person: string) =>
  world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person))?.id ?? '';
const later = () => world.clock.advance(11_000);

describe('/guest board', () => {
  it('draws in a channel what all of it may see, and in a direct message what one person may see', async () => {
    await begin();
    const { mia, ben } = world.people;
    const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [mia], bot: true }).id;
    await invited(world, mia);
    await inviteGuest(world, mia, {
      email: 'zoe@client.example',
      host: 'Edit 2',
      event: 'Quiet',
      start: ['2026-11-24', '10:00'],
      end: ['2026-11-24', '12:00'],
      channel: secret,
    });
    await world.slack.until('the second card', () =>
      cards(world, secret).some((card) => words(card).includes('*Sched')),
    );

    await guest(world, ben, 'board week');
    const shown = await pictureIn(world.channel, 1);
    expect(shown.file.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(shown.file.name).toBe('computers-week-2026-11-23.png');
    expect(shown.alt).toContain('Times are in New York (America/New_York). Now 04:00.');
    expect(shown.alt).toContain(
      'Edit 1: ana@example.com, Mon 23 Nov, 08:00 to 10:00; free now until Mon 23 Nov, 08:00',
    );
    expect(shown.alt).toContain('Edit 2: booked, Tue 24 Nov, 04:00 to 06:00; free now until Tue 24 Nov, 04:00');
    expect(shown.alt).not.toContain('Vault');
    expect(shown.text).toContain('Free now until Mon 23 Nov, 08:00: Edit 1');

    // Mia knows whom she invited, and is told so where nobody else reads it.
    await guest(world, mia, 'board week');
    expect((await pictureIn(world.channel, 2)).alt).toContain('Edit 2: booked');
    later();
    const elsewhere = world.slack.addChannel({ name: 'elsewhere', members: [mia], bot: false }).id;
    await world.slack.as(mia).command(elsewhere, '/guest board week edit 2');
    const told = await world.slack.until('Mia is told where it is', () => whispers(world, mia, elsewhere)[0]);
    expect(words(told)).toContain("in your direct messages from Guestlist, since Guestlist isn't in this conversation");
    expect(pictures(elsewhere)).toEqual([]);
    const hers = await pictureIn(directOf(mia), 1);
    expect(hers.alt).toContain(
      'Edit 2: zoe@client.example, Tue 24 Nov, 10:00 to 12:00; free now until Tue 24 Nov, 10:00',
    );
    expect(hers.alt).not.toContain('Edit 1');

    // Twice within ten seconds is once, and a name nobody has is answered with those that are like it.
    await guest(world, mia, 'board');
    await whisper(world, mia, 'Guestlist draws one picture at a time for you. Try again in ');
    later();
    await guest(world, mia, 'board week Edti 1');
    await whisper(world, mia, 'No computer matches “Edti 1”. Did you mean “Edit 1” or “Edit 2”?');
    expect(pictures(world.channel)).toHaveLength(2);
  });

  it('masks guests as their cards do', async () => {
    await begin({ hidesGuests: true });
    const { mia, ben } = world.people;
    await invited(world, mia);
    await guest(world, ben, 'board');
    const shown = await pictureIn(world.channel, 1);
    expect(shown.alt).toContain('a…@example.com');
    expect(shown.alt).not.toContain('ana@');
  });

  it('says in words what it cannot send, and what it cannot read', async () => {
    await begin({ withoutScopes: ['files:write'] });
    const { mia } = world.people;
    await invited(world, mia);
    await guest(world, mia, 'board');
    const said = await whisper(world, mia, 'Computers on Mon 23 Nov 2026');
    expect(words(said)).toContain('Edit 1: ana@example.com, Mon 23 Nov, 14:00 to 16:00; free now until 14:00');
    expect(words(said)).toContain('files:write');
    expect(whispers(world, mia).map(words).join()).not.toContain('Something went wrong');

    later();
    world.parsec.trouble({ operation: 'Get Team Machines', times: 50, then: { status: 500 } });
    await guest(world, mia, 'board week');
    const doubtful = await whisper(world, mia, "Parsec can't be reached now.");
    expect(words(doubtful)).toContain('ana@example.com');
  });
});
