import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { forge } from '../support/forging.ts';
import {
  anEvening,
  blockText,
  cards,
  fillInviteForm,
  inputId,
  openFilledForm,
  openInviteForm,
  passing,
  press,
  referenceOf,
  showMore,
  submitAnyway,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// Another company reads the channel: the form names it before anything is posted, and it sees no guest's address.
let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

/** Everything the bot posted into a channel so far. */
function sentToAny(channel: string): string {
  return JSON.stringify(world.slack.messages.filter((one) => one.channel === channel));
}

/** Everything the bot ever posted or edited in a channel, as it went over the wire. */
function sentTo(channel: string): string {
  const posts = world.slack.calls.filter(({ method, args }) => method.startsWith('chat.') && args.channel === channel);
  expect(posts.length).toBeGreaterThan(0);
  return JSON.stringify(posts.filter(({ method }) => method !== 'chat.postEphemeral').map(({ args }) => args));
}

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ hidesGuests: true, ...options, transport });
  });

  describe('a channel shared with another company', () => {
    const shared = (given: Partial<Parameters<World['slack']['addChannel']>[0]> = {}) => {
      const { mia, ben, ada } = world.people;
      return world.slack.addChannel({ name: 'client-review', members: [mia, ben, ada], shared: true, ...given });
    };
    const whole = /ana@|tom@|rui@|ana@ex|nobody at all/;
    const saysMasked =
      "#client-review is shared with people outside your company. They'll see this card; the guest's email is masked.";

    it('is named as such in the form, and sees no address from the card to the end', async () => {
      world = await begin();
      const { mia, ada } = world.people;
      const { id } = shared();
      const other = { ...anEvening, email: 'tom@example.org', event: 'With ana@example.com' };
      const evenings = [anEvening, other, { ...other, host: 'Edit 2' }];
      for (const typed of evenings) {
        const view = await openInviteForm(world, mia, '', id);
        await world.slack.until('it says so', () => blockText(view, 'channel_line').includes(saysMasked));
        await fillInviteForm(world, mia, view, typed);
        expect(await submitAnyway(world, mia, view)).toBe('closed');
      }
      const isScheduled = (card: Message) => words(card).includes('*Scheduled*');
      await world.slack.until('all cards say scheduled', () => cards(world, id).filter(isScheduled).length === 3);
      const [first] = cards(world, id);
      if (first === undefined) throw new Error('no card');
      expect(words(first)).toContain('a…@example.com');

      // A change, a warning, a kick, and both ends in one message.
      await press(world, mia, first, 'invite:extend');
      const extend = await topView(world, mia, 'extend_form');
      expect(await world.slack.as(mia).submit(extend.id)).toBe('closed');
      const inThread = (text: string) =>
        world.slack.until(`the channel reads “${text}”`, () =>
          world.slack.messages.find((one) => one.channel === id && one.text.includes(text)),
        );
      await inThread('changed this invite:');
      world.clock.advance(Date.UTC(2026, 10, 23, 14, 45) - world.clock.now());
      await inThread('ends in 15 minutes');
      world.clock.advance(Date.UTC(2026, 10, 23, 15, 1) - world.clock.now());
      await inThread('Access ended for 2 invites');
      expect(sentTo(id)).not.toMatch(whole);
      expect(sentTo(id)).toContain('t…@example.org');

      // The owners of the invite see the whole address.
      for (const person of [mia, ada]) {
        await world.slack.as(person).command(world.channel, `/guest show ${referenceOf(first)}`);
        await whisper(world, person, 'ana@example.com');
      }
    });

    it('sees no address of members either, nor anything in place of one', async () => {
      world = await begin();
      const { ada } = world.people;
      const { id } = shared({ kind: 'private' });
      const user = world.slack.as(ada);
      await user.command(id, '/member invite parsec');
      const view = await topView(world, ada, 'member_form');
      await world.slack.until('it says so', () =>
        blockText(view, 'channel_line').includes("They'll see this card; the emails are masked."),
      );
      await world.slack.until('all is loaded', () => !JSON.stringify(view.view).includes('Loading…'));
      await user.fill(view.id, { blockId: 'addresses_1' }, 'rui@example.com\ntom@studio.example\nnobody at all');
      expect(await user.submit(view.id)).toBe('open');
      const leaveOut = inputId(view, 'leave_out');
      await user.fill(view.id, { blockId: leaveOut }, ['leave_out']);
      expect(await user.submit(view.id)).toBe('closed');
      await world.slack.until('the card is done', () =>
        cards(world, id).some((card) => /1 of 3 invited/.test(card.text)),
      );
      expect(sentTo(id)).not.toMatch(whole);
      expect(sentTo(id)).toContain('r…@example.com');
    });

    it('sees addresses where the policy says so, and the form says that', async () => {
      world = await begin({ hidesGuests: false });
      const { mia } = world.people;
      const { id } = shared();
      const view = await openInviteForm(world, mia, '', id);
      await world.slack.until('it says so', () =>
        blockText(view, 'channel_line').includes("They'll see this card and the guest's email."),
      );
      await fillInviteForm(world, mia, view, anEvening);
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await world.slack.until('the card is there', () => sentToAny(id).includes('ana@example.com'));
    });

    it('is named before anything is posted, where the form could not know it', async () => {
      world = await begin();
      const { mia } = world.people;
      const { id } = shared();
      const view = await openInviteForm(world, mia);
      await showMore(world, mia, view);
      await fillInviteForm(world, mia, view, anEvening);
      // As Slack does, which fills in the current conversation without an event.
      forge(view, 'channel', { selected_conversation: id });
      expect(await world.slack.as(mia).submit(view.id)).toBe('open');
      const line = blockText(view, 'channel_line');
      expect(line).toContain(saysMasked);
      expect(line).toContain('*Not sent yet.*');
      expect(cards(world)).toEqual([]);
      expect(world.parsec.invites).toEqual([]);
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await world.slack.until('the card is there', () => cards(world, id).length === 1);
    });

    it('sees no addresses from the next edit on, when it is shared later', async () => {
      world = await begin();
      const { mia } = world.people;
      const channel = shared({ shared: false });
      const view = await openFilledForm(world, mia, anEvening, channel.id);
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      const [card] = await world.slack.until('the card says scheduled', () => {
        const found = cards(world, channel.id);
        return found.some((one) => words(one).includes('*Scheduled*')) ? found : undefined;
      });
      if (card === undefined) throw new Error('no card');
      expect(words(card)).toContain('ana@example.com');
      channel.shared = 'company_invited';
      world.clock.advance(61_000);
      await press(world, mia, card, 'invite:extend');
      const extend = await topView(world, mia, 'extend_form');
      expect(await world.slack.as(mia).submit(extend.id)).toBe('closed');
      await world.slack.until('the card hides it', () => !words(card).includes('ana@example.com'));
      expect(words(card)).toContain('a…@example.com');
    });

    it('is assumed while Slack does not say whether a channel is shared, and no longer', async () => {
      world = await begin();
      const { mia } = world.people;
      const { id } = shared({ shared: false });
      const view = await openFilledForm(world, mia, anEvening, id);
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await world.slack.until('the card is there', () => cards(world, id).some((one) => words(one).includes('*Sched')));
      world.clock.advance(61_000);
      world.slack.trouble({ method: 'conversations.info', times: 4, then: { status: 503 } });
      const [card] = cards(world, id);
      if (card === undefined) throw new Error('no card');
      await press(world, mia, card, 'invite:extend');
      const extend = await topView(world, mia, 'extend_form');
      expect(await world.slack.as(mia).submit(extend.id)).toBe('closed');
      await world.slack.until('the card hides it', () => !words(card).includes('ana@example.com'));
      world.slack.clearTrouble();
      await passing(world, 'the card shows it again', () => words(card).includes('ana@example.com'), 5_000);
    });
  });
});
