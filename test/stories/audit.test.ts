import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buttons } from '../../src/slack/names.ts';
import { openDatabase } from '../../src/store/open-store.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { cardSaying, guest, invited, passing, postStarts, press, topView } from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const HOUR = 3_600_000;

/** The whole log, oldest first. */
const log = () =>
  withStore(world, async (store) => (await store.exportAudit({ workspaceId: world.slack.teamId }, 500)).entries);
const faults = async () => {
  const db = await openDatabase({ dataDir: world.dataDir });
  const found: unknown[] = [];
  await verifyAudit(db, [], (fault) => found.push(fault));
  await db.destroy();
  return found;
};

describe('the audit log', () => {
  it('says of everything through which surface it came, and what it changed', async () => {
    world = await startWorld();
    const { mia, ada } = world.people;
    await postStarts(world, mia);
    const card = await invited(world, mia);

    await press(world, mia, card, buttons.extend);
    const form = await topView(world, mia, 'extend_form');
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    const changed = async () => (await log()).filter(({ action }) => action === 'changed').length;
    await expect.poll(changed, { timeout: 10_000 }).toBe(1);

    const [invite] = world.parsec.invites;
    world.parsec.dashboard.changeInvite(invite?.id ?? '', { keyboard: false });
    const atProvider = async () => (await log()).some(({ action }) => action === 'changed_at_provider');
    for (let n = 0; n < 5 && !(await atProvider()); n++) {
      world.clock.advance(61_000);
      await expect
        .poll(atProvider, { timeout: 3_000 })
        .toBe(true)
        .catch(() => undefined);
    }
    await guest(world, ada, 'cancel');

    const entries = await log();
    const said = Object.fromEntries(entries.map(({ action, actor, via }) => [action, `${actor} ${via}`]));
    expect(said).toMatchObject({
      settings_changed: `${mia} form`,
      requested: `${mia} form`,
      granted: 'guestlist job',
      change_asked: `${mia} form`,
      changed: `${mia} job`,
      changed_at_provider: 'guestlist dashboard',
    });
    const of = (wanted: string) => entries.find(({ action }) => action === wanted);
    expect(of('requested')?.after).toMatchObject({
      state: 'requested',
      host: 'Edit 1',
      guest: 'ana@example.com',
      inviter: mia,
    });
    expect(of('granted')).toMatchObject({ before: { state: 'requested' }, after: { state: 'granted' } });
    const { before, after } = of('changed') ?? {};
    expect(Number(after?.endsAt)).toBeGreaterThan(Number(before?.endsAt));
    expect(of('changed_at_provider')).toMatchObject({
      before: { permissions: 'keyboard,mouse' },
      after: { permissions: 'mouse' },
    });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, n) => n + 1));
    expect(await faults()).toEqual([]);
  });

  it('goes to a file as well, from where it stopped when the bot was restarted', { timeout: 60_000 }, async () => {
    const auditFile = join(temporaryFolder('audit-stream'), 'audit.jsonl');
    world = await startWorld({ auditFile });
    await invited(world, world.people.mia);
    const streamed = () => {
      try {
        return readFileSync(auditFile, 'utf8')
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { seq: number }).seq);
      } catch {
        return [];
      }
    };
    const all = async () => (await log()).map(({ seq }) => seq);
    await passing(world, 'the log is streamed', () => streamed().length >= 3);
    // What is under way is finished: the place is written down after the file has the entries.
    await world.app().stop();
    await world.restart();
    world.clock.advance(12 * HOUR);
    await cardSaying(world, '*Ended*');
    const wanted = await all();
    await passing(world, 'the rest is streamed', () => streamed().length >= wanted.length);
    expect(streamed().slice(0, wanted.length)).toEqual(wanted);
  });
});
