import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  cardSaying,
  cards,
  choose,
  guest,
  inputId,
  invited,
  press,
  referenceOf,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

let world: World;
let mia: string;
let ben: string;
let ada: string;
afterEach(() => world.stop());

const HOUR = 3_600_000;

/** What a message says, with instants as Slack is asked to write them and without their fallbacks. */
const plainly = (message: Message) => words(message).replaceAll(/<!date\^\d+\^([^|]*)\|[^>]*>/g, '$1');

async function answered(person: string, command: string, sign: string): Promise<Message> {
  await guest(world, person, command);
  return whisper(world, person, sign);
}

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(async () => {
    world = await startWorld({ transport, rateLimits: false });
    ({ mia, ben, ada } = world.people);
  });

  describe('a list', () => {
    it('shows each state with its mark and its times, and changes what the person can change', async () => {
      await invited(world, mia, { event: 'Now', start: 'now', end: '1h' });
      await invited(world, mia, { event: 'Soon' });
      world.clock.advance(30 * 60_000);
      await world.slack.until('one runs', () => cards(world).some((card) => words(card).includes('*Active*')));
      const list = await answered(mia, 'list', 'Your invites');
      expect(plainly(list)).toContain(
        `:large_green_circle: *ana@example.com* on *Edit 1* · active\\n{date_short_pretty} at {time} to {time} · Now · <@${mia}>`,
      );
      expect(plainly(list)).toContain(':calendar: *ana@example.com* on *Edit 1* · scheduled');
      await press(world, mia, list, 'invite:extend');
      const extend = await topView(world, mia, 'extend_form');
      expect(JSON.stringify(extend.view)).toContain('Now');
      await world.slack.as(mia).close(extend.id);
      await press(world, mia, list, 'invite:cancel');
      expect(await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id)).toBe('closed');
      await world.slack.until('it is cancelled', () => world.parsec.invites.some(({ hidden }) => hidden.cancelled));
      // A person can only view the invites of others.
      const all = words(await answered(ben, 'list all', 'All invites'));
      expect(all).toContain('invite:show');
      expect(all).not.toMatch(/invite:(extend|cancel|again)/);
    });

    it('invites again from an ended invite', async () => {
      await invited(world, mia, { event: 'Short', start: 'now', end: '1h' });
      world.clock.advance(2 * HOUR);
      await cardSaying(world, '*Ended*');
      const list = await answered(mia, 'list all', 'All invites');
      expect(plainly(list)).toContain(':checkered_flag: *ana@example.com* on *Edit 1* · ended');
      await press(world, mia, list, 'invite:again');
      expect((await topView(world, mia, 'invite_form')).values.email?.value).toMatchObject({
        value: 'ana@example.com',
      });
    });
  });

  describe('/guest hosts', () => {
    it('shows who is on each computer now and who is next', async () => {
      await invited(world, mia, { start: 'now', end: '2h' });
      await invited(world, mia, { event: 'Also', email: 'tom@example.com', start: 'now', end: '3h' });
      await invited(world, mia, {
        event: 'Later',
        email: 'eva@example.com',
        start: ['2026-11-24', '09:00'],
        end: '1h',
      });
      await invited(world, mia, { event: 'Last', email: 'kim@example.com', start: ['2026-11-25', '09:00'], end: '1h' });
      world.clock.advance(60_000);
      const hosts = plainly(await answered(mia, 'hosts', 'Computers open to guests'));
      expect(hosts).toContain(
        [
          ':large_green_circle: *Edit 1* · online',
          'Now: ana@example.com until {date_short_pretty} at {time}; tom@example.com until {date_short_pretty} at {time}',
          'Next: eva@example.com, {date_short_pretty} at {time} to {time}',
          ':black_circle: *Edit 2* · offline · free',
        ].join('\\n'),
      );
      expect(hosts).not.toContain('kim@example.com');
    });

    it('shows no more than “another booking” to a person outside the channel', async () => {
      const office = world.slack.addChannel({ name: 'office', kind: 'private', members: [mia], bot: true }).id;
      await invited(world, mia, { start: 'now', end: '2h', channel: office, event: 'Secret' });
      await invited(world, mia, { start: ['2026-11-24', '09:00'], end: '1h', channel: office, event: 'Hidden' });
      world.clock.advance(60_000);
      const forBen = plainly(await answered(ben, 'hosts', 'Computers open to guests'));
      expect(forBen).toContain('Now: another booking until {date_short_pretty} at {time}');
      expect(forBen).toContain('Next: another booking, {date_short_pretty} at {time} to {time}');
      expect(forBen).not.toMatch(/ana@|Secret|Hidden|inv_/);
      const forAda = plainly(await answered(ada, 'hosts', 'Computers open to guests'));
      expect(forAda).toContain('Now: ana@example.com until');
    });
  });

  describe('the history of an invite', () => {
    it('says once what changed, from what to what', async () => {
      const card = await invited(world, mia);
      await press(world, ada, card, 'invite:update');
      const form = await topView(world, ada, 'update_form');
      await choose(world, ada, form, 'host', 'Edit 2');
      await world.slack.as(ada).fill(form.id, { blockId: inputId(form, 'permissions') }, ['gamepad']);
      await world.slack.as(ada).fill(form.id, { blockId: 'end_time' }, '18:00');
      expect(await world.slack.as(ada).submit(form.id)).toBe('closed');
      await cardSaying(world, 'on *Edit 2*');
      const shown = plainly(await answered(mia, `show ${referenceOf(card)}`, '*History*'));
      const [line, ...others] = shown.split('\\n').filter((each) => each.includes('change'));
      expect(line).toContain(
        `<@${ada}> changed the computer from Edit 1 to Edit 2; the permissions from keyboard and mouse to gamepad; the end from {date_short_pretty} at {time} to {date_short_pretty} at {time}`,
      );
      expect(others).toEqual([]);
    });

    it('says once that the invite was created, and who cancelled it', async () => {
      const card = await invited(world, mia);
      await press(world, ada, card, 'invite:cancel');
      expect(await world.slack.as(ada).submit((await topView(world, ada, 'cancel_form')).id)).toBe('closed');
      await cardSaying(world, '*Cancelled*');
      const shown = plainly(await answered(mia, `show ${referenceOf(card)}`, '*History*'));
      const lines = shown.split('\\n').filter((line) => line.startsWith('{date_short_pretty} at {time}: '));
      expect(lines.map((line) => line.replace('{date_short_pretty} at {time}: ', '').replace(/".*/, ''))).toEqual([
        `<@${mia}> requested the invite`,
        'Parsec created the invite',
        `<@${ada}> cancelled the invite`,
      ]);
    });

    it('says what was requested while it is not confirmed', async () => {
      const card = await invited(world, mia);
      world.parsec.trouble({ operation: 'Update Guest Access Invite', times: 1_000, then: { status: 503 } });
      await press(world, mia, card, 'invite:extend');
      expect(await world.slack.as(mia).submit((await topView(world, mia, 'extend_form')).id)).toBe('closed');
      await cardSaying(world, 'Waiting for Parsec to confirm');
      const shown = plainly(await answered(mia, `show ${referenceOf(card)}`, '*History*'));
      expect(shown).toContain(
        `<@${mia}> asked to change the end from {date_short_pretty} at {time} to {date_short_pretty}`,
      );
    });

    it("shows admins the same about changes to other people's invites", async () => {
      const card = await invited(world, mia);
      await press(world, ada, card, 'invite:extend');
      expect(await world.slack.as(ada).submit((await topView(world, ada, 'extend_form')).id)).toBe('closed');
      await world.slack.until('it is longer', () => world.parsec.invites[0]?.expires_at === '2026-11-23T15:30:00Z');
      await world.slack.as(ada).command(world.channel, '/team history');
      const view = await topView(world, ada, 'team_history');
      const said = JSON.stringify(view.view).replaceAll(/<!date\^\d+\^([^|]*)\|[^>]*>/g, '$1');
      expect(said).toContain('the end from {date_short_pretty} at {time} to {date_short_pretty} at {time}');
    });
  });

  describe('/guest help', () => {
    it('is grouped by what people want to do, and opens the form', async () => {
      const help = await answered(mia, 'help', 'What /guest can do');
      const said = words(help);
      const places = ['*Invite a guest*', '*Change an invite*', '*Look up*', '*This channel*'].map((title) =>
        said.indexOf(title),
      );
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);
      await press(world, mia, help, 'guest_run');
      expect((await topView(world, mia, 'invite_form')).values.event_name?.value).toMatchObject({
        value: 'Guest session',
      });
    });
  });

  describe('an unknown subcommand', () => {
    it('is offered as the one that was meant, with all that was typed after it', async () => {
      await invited(world, mia, { email: 'eva@example.com' });
      const usage = await answered(mia, 'exten eva@example.com', 'Did you mean “/guest extend eva@example.com”?');
      await press(world, mia, usage, 'guest_run');
      expect(JSON.stringify((await topView(world, mia, 'extend_form')).view)).toContain('eva@example.com');
      const list = await answered(ben, 'lsit upcoming', 'Did you mean “/guest list upcoming”?');
      await press(world, ben, list, 'guest_run');
      await whisper(world, ben, 'Upcoming invites');
    });

    it('is read as an invite when it is an address', async () => {
      const usage = await answered(
        mia,
        'ana@example.com tomorrow 14-16',
        'Did you mean “/guest invite ana@example.com',
      );
      await press(world, mia, usage, 'guest_run');
      const form = await topView(world, mia, 'invite_form');
      expect(form.values.email?.value).toMatchObject({ value: 'ana@example.com' });
      expect(form.values.end_time?.value).toMatchObject({ selected_time: '16:00' });
    });

    it('is answered with all subcommands when none is close, and runs none', async () => {
      const usage = await answered(mia, 'frobnicate', 'Use one of: invite, several, update, extend');
      expect(words(usage)).not.toContain('guest_run');
      expect(whispers(world, mia)).toHaveLength(1);
    });
  });
});
