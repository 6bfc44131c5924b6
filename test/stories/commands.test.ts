import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  anEvening,
  blockText,
  cardSaying,
  choose,
  fillInviteForm,
  guest,
  invited,
  inviteGuest,
  offers,
  openInviteForm,
  press,
  referenceOf,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let mia: string;
let ben: string;
let ada: string;
beforeEach(async () => {
  world = await startWorld({ rateLimits: false, parsec: { linkKey: 'join_url' } });
  ({ mia, ben, ada } = world.people);
});
afterEach(() => world.stop());

const HOUR = 3_600_000;
const pick = { blockId: 'invite', actionId: 'invite_search' };

/** What a person is answered: the newest whisper that says `sign`, in full. */
async function answered(person: string, command: string, sign: string): Promise<string> {
  await guest(world, person, command);
  return words(await whisper(world, person, sign));
}

describe('/guest help', () => {
  it.each(['', 'help', 'HELP'])('answers “/guest %s” with every command, and what to do in a thread', async (text) => {
    const help = await answered(mia, text, 'What /guest can do');
    for (const name of ['invite', 'update', 'extend', 'cancel', 'kick', 'list', 'show', 'hosts', 'credits', 'help']) {
      expect(help).toContain(`/guest ${name}`);
    }
    expect(help).toContain("In threads, where commands don't work");
    expect(whispers(world, ben)).toEqual([]);
  });

  it('lists the commands after an unknown one', async () => {
    expect(await answered(mia, 'banish ana', "“/guest banish” isn't a command")).toContain(
      'invite, several, update, extend, cancel',
    );
    expect(await answered(mia, 'remove ana', "“/guest remove” isn't a command")).toContain(
      'Did you mean “/guest cancel ana”?',
    );
  });
});

describe('/guest list', () => {
  it('says for each kind of list that it is empty', async () => {
    await answered(mia, 'list', 'You have no active or upcoming invites');
    await answered(mia, 'list active', 'Nobody has guest access right now');
    await answered(mia, 'list upcoming', 'No upcoming invites');
    await answered(mia, 'list ALL', 'No invites yet');
    await answered(mia, 'list theirs', "“theirs” isn't a list. Use one of: mine, active, upcoming, all.");
  });

  it("separates the person's own, active and upcoming invites, and shows ended ones only under “all”", async () => {
    await invited(world, mia, { event: 'Short', start: 'now', end: '1h' });
    await invited(world, mia, { event: 'Long', start: 'now', end: '5h' });
    await invited(world, ben, { event: 'Of Ben', start: ['2026-11-24', '09:00'], end: ['2026-11-24', '10:00'] });
    world.clock.advance(2 * HOUR);
    const mine = await answered(mia, 'list', 'Your invites');
    expect(mine).toContain(':large_green_circle: *ana@example.com* on *Edit 1* · active');
    expect(mine).toContain('Long');
    expect(mine).not.toMatch(/Short|Of Ben/);
    expect(await answered(mia, 'list active', 'Active invites')).not.toMatch(/Short|Of Ben/);
    const upcoming = await answered(mia, 'list upcoming', 'Upcoming invites');
    expect(upcoming).toContain(':calendar: *ana@example.com* on *Edit 1* · scheduled');
    expect(upcoming).toContain('Of Ben');
    expect(upcoming).not.toContain('Long');
    expect(await answered(mia, 'list all', '1 to 3 of 3')).toMatch(/Short/);
  });

  it('replaces each page in place, forward and back', async () => {
    for (let n = 1; n <= 9; n++) await inviteGuest(world, mia, { ...anEvening, event: `Event ${n}` });
    await guest(world, mia, 'list');
    const first = await whisper(world, mia, '1 to 8 of 9');
    expect(words(first)).not.toContain('Previous');
    await press(world, mia, first, 'list:page:next');
    const second = await whisper(world, mia, '9 to 9 of 9');
    expect(words(second)).not.toContain('Next');
    await press(world, mia, second, 'list:page:previous');
    await whisper(world, mia, '1 to 8 of 9');
    expect(whispers(world, mia)).toHaveLength(1);
  });
});

describe('/guest show', () => {
  it('finds an invite by full or short reference or email; only people who can change it see the link', async () => {
    const card = await invited(world, mia);
    const reference = referenceOf(card);
    for (const name of [reference, reference.slice('inv_'.length), 'ana@example.com']) {
      expect(await answered(mia, `show ${name}`, '*History*')).toContain(`${world.parsec.url}/g/`);
    }
    expect(await answered(ada, `show ${reference}`, '*History*')).toContain(`${world.parsec.url}/g/`);
    const forBen = await answered(ben, `show ${reference}`, '*History*');
    expect(forBen).toContain('Parsec created the invite');
    expect(forBen).not.toMatch(/\/g\/|cancel:inv_/);
    expect(words(card)).not.toContain('/g/');
  });

  it('finds a guest by a non-ASCII domain as it is typed, though Parsec has it in ASCII', async () => {
    const form = await openInviteForm(world, mia, 'kim@münchen.de');
    await fillInviteForm(world, mia, form, { ...anEvening, email: 'kïm@münchen.de' });
    expect(await world.slack.as(mia).submit(form.id)).toBe('errors');
    expect(form.errors.email).toContain('“kïm” has other letters');
    await world.slack.as(mia).fill(form.id, { blockId: 'email' }, 'kim@münchen.de');
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    await cardSaying(world, '*Scheduled*');
    expect(world.parsec.invites).toMatchObject([{ guest_email: 'kim@xn--mnchen-3ya.de' }]);
    await answered(mia, 'show kim@münchen.de', '*History*');
  });

  it('says when no invite matches, and asks for one when none is named', async () => {
    await answered(mia, 'show eva@example.com', "Guestlist can't find this invite");
    await answered(mia, 'show', "Add an invite or a guest's email");
  });
});

describe('/guest hosts and /guest credits', () => {
  it('lists the computers open to guests, with their state in Parsec', async () => {
    const all = await answered(mia, 'hosts', 'Computers open to guests');
    expect(all).toContain(':large_green_circle: *Edit 1* · online');
    expect(all).toContain(':black_circle: *Edit 2* · offline');
    expect(all).not.toContain('Vault');
    expect(await answered(mia, 'hosts edit 2', 'Computers open to guests: 1')).not.toContain('Edit 1');
    await answered(mia, 'hosts <nope> & co', 'No computer matches “&lt;nope&gt; &amp; co”');
  });

  it('counts the credits', async () => {
    await answered(mia, 'credits', 'Parsec has 12 guest access credits left');
    world.parsec.credits = 1;
    await answered(mia, 'credits', 'Parsec has 1 guest access credit left');
  });

  it('logs no error when a form is closed while Parsec is being asked', async () => {
    world.parsec.trouble({ operation: '*', times: 1000, then: { delayMs: 300 } });
    const form = await openInviteForm(world, mia);
    await world.slack.as(mia).close(form.id);
    const lines = () => world.logLines.filter((line) => line.includes('"view":{"view_id"'));
    await expect.poll(lines, { timeout: 10_000 }).toHaveLength(1);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ level: 'debug', why: 'not_found' });
  });

  it('reports that Parsec is down or rejects the key', async () => {
    world.parsec.trouble({ operation: '*', times: 1000, then: { status: 503 } });
    await answered(mia, 'credits', "Parsec isn't answering. Try again in a moment.");
    await answered(mia, 'hosts', "Parsec isn't answering. Try again in a moment.");
    world.parsec.clearTrouble();
    world.parsec.trouble({ operation: '*', times: 1000, then: { status: 401 } });
    await answered(mia, 'hosts', "Parsec doesn't accept Guestlist's key");
    world.parsec.clearTrouble();
    world.parsec.trouble({ operation: '*', times: 1000, then: { status: 503 } });
    const form = await openInviteForm(world, mia);
    await world.slack.until('the form does not promise to ask again', () =>
      blockText(form, 'cost').endsWith("how many are left: Parsec isn't answering. Try again in a moment."),
    );
  });
});

describe.each(['update', 'extend', 'cancel', 'kick'])('/guest %s', (name) => {
  const form = `${name}_form`;

  it('opens the form of the named invite, by reference and by email', async () => {
    const card = await invited(world, mia, { start: 'now', end: '3h' });
    world.clock.advance(HOUR);
    await cardSaying(world, '*Active*');
    for (const reference of [referenceOf(card), 'ana@example.com']) {
      await guest(world, mia, `${name} ${reference}`);
      const view = await topView(world, mia, form);
      expect(JSON.stringify(view.view)).toContain('ana@example.com');
      await world.slack.as(mia).close(view.id, true);
    }
    await guest(world, ben, `${name} ana@example.com`);
    await whisper(world, ben, `No invite you can ${name} matches “ana@example.com”`);
    expect(world.slack.as(ben).views()).toEqual([]);
  });

  it('searches the invites the person can change when none is named, then opens the form in place', async () => {
    await invited(world, mia, { event: 'Of Mia', start: 'now', end: '3h' });
    await invited(world, ben, { event: 'Of Ben', email: 'bo@example.com', start: 'now', end: '3h' });
    world.clock.advance(HOUR);
    await world.slack.until('both run', () => world.parsec.invites.length === 2);
    for (const [person, all] of [
      [ben, ['bo@example.com on Edit 1']],
      [ada, ['ana@example.com on Edit 1', 'bo@example.com on Edit 1']],
    ] as const) {
      await guest(world, person, name);
      const view = await topView(world, person, 'pick_invite');
      expect((await offers(world, person, view, pick, '')).toSorted()).toEqual(all);
      expect(await offers(world, person, view, pick, 'nobody')).toEqual([]);
      await choose(world, person, view, 'invite', 'of ben');
      expect(await world.slack.as(person).submit(view.id)).toBe('open');
      const next = await topView(world, person, form);
      expect(next.id).toBe(view.id);
      expect(JSON.stringify(next.view)).toContain('bo@example.com');
      expect(world.slack.as(person).views()).toHaveLength(1);
    }
  });
});

describe('a name that matches several invites', () => {
  it('makes Guestlist ask which one is meant, even when the first match can no longer be changed', async () => {
    await invited(world, mia, { event: 'One', start: ['2026-11-23', '13:00'] });
    for (const event of ['Two', 'Three']) await invited(world, mia, { event });
    world.parsec.trouble({ operation: '*', times: 1000, then: { status: 503 } });
    await guest(world, mia, 'cancel One');
    const cancel = await topView(world, mia, 'cancel_form');
    expect(await world.slack.as(mia).submit(cancel.id)).toBe('closed');
    await guest(world, mia, 'cancel ana@example.com');
    const view = await topView(world, mia, 'pick_invite');
    expect(await offers(world, mia, view, pick, '')).toHaveLength(2);
  });
});
