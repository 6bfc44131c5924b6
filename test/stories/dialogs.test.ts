import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { anEvening, cardSaying, inviteGuest, press, topView } from '../support/gestures.ts';
import { offered, openTeam, pick } from '../support/team-gestures.ts';
import { startWorld, transports, type World } from '../support/world.ts';

let world: World;
let mia: string;
afterEach(() => world.stop());

/** Title, and the buttons that do it and that don't. */
function frame({ view }: OpenView): (string | undefined)[] {
  const { title, submit, close } = view as Record<'title' | 'submit' | 'close', { text: string } | undefined>;
  return [title?.text, submit?.text, close?.text];
}

describe.each(transports)('a dialog over %s', (transport) => {
  beforeEach(async () => {
    world = await startWorld({ transport });
    ({ mia } = world.people);
  });

  async function opened(email: string, action: string): Promise<OpenView> {
    await inviteGuest(world, mia, { ...anEvening, email, start: 'now', end: '2h' });
    const card = await cardSaying(world, '*Scheduled*');
    world.clock.advance(60_000);
    await cardSaying(world, '*Active*');
    await press(world, mia, card, `invite:${action}`);
    return topView(world, mia, `${action}_form`);
  }

  it.each([
    ['cancel', 'Cancel ana@example.com', 'Cancel invite', 'Keep invite'],
    ['kick', 'Kick ana@example.com', 'Kick and cancel', 'Close'],
    ['extend', 'Extend ana@example.com', 'Extend 30 min', 'Close'],
    ['update', 'Update ana@example.com', 'Update', 'Close'],
  ])('names the guest in the title of “%s”, and the action on its button', async (action, ...said) => {
    expect(frame(await opened('ana@example.com', action))).toEqual(said);
  });

  it('shortens a long address to its local part, and cuts that only when needed', async () => {
    expect(frame(await opened('anastasia@post-production.example.com', 'cancel'))[0]).toBe('Cancel anastasia');
    await world.stop();
    world = await startWorld({ transport });
    ({ mia } = world.people);
    expect(frame(await opened('anastasia.montgomery-smith@example.com', 'kick'))[0]).toBe('Kick anastasia.montgome…');
  });

  it('names the chosen action on the button, and performs it', async () => {
    const view = await opened('ana@example.com', 'kick');
    const user = world.slack.as(mia);
    await user.fill(view.id, { blockId: 'kick_choice' }, 'kick');
    await world.slack.until('the button says so', () => frame(view)[1] === 'Kick guest');
    await user.fill(view.id, { blockId: 'kick_choice' }, 'cancel');
    await world.slack.until('the button says so', () => frame(view)[1] === 'Kick and cancel');
    expect(await user.submit(view.id)).toBe('closed');
    await cardSaying(world, '*Cancelled*');
  });

  it('names the length of the extension on the button', async () => {
    const view = await opened('ana@example.com', 'extend');
    await world.slack.as(mia).fill(view.id, { blockId: 'extension' }, '120');
    await world.slack.until('the button says so', () => frame(view)[1] === 'Extend 2 hours');
    await world.slack.as(mia).fill(view.id, { blockId: 'extension' }, 'custom');
    await world.slack.until('the button says so', () => frame(view)[1] === 'Extend');
  });

  it('names the object that an admin deletes, and the action', async () => {
    const { ada } = world.people;
    const view = await openTeam(world, 'parsec/Delete Team Machine');
    expect(frame(view)[1]).toBe('Continue');
    await offered(world, view, 'machine');
    await pick(world, view, 'machine', 'vault');
    await world.slack.as(ada).submit(view.id);
    const [title, submit] = frame(await topView(world, ada, 'team_confirm'));
    expect(title).toContain('Vault');
    expect(submit).toMatch(/^(Delete|Remove)/);
  });
});
