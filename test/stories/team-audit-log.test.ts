import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { deeds, direct, done, openTeam, pick, put, viewText } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

const OPERATION = 'parsec/Get Audit Log Events';

let world: World;
afterEach(() => world.stop());

/** Things happen at Parsec: an event for each. */
function connections(count: number): void {
  const [machine] = world.parsec.machines;
  const tom = world.parsec.members.find(({ name }) => name === 'Tom');
  for (let n = 0; n < count; n++) world.parsec.memberConnects(machine?.id ?? '', tom?.user_id ?? 0);
}

const asked = () => world.parsec.requests.filter(({ operation }) => operation === 'Get Audit Log Events');

/** The one file Ada was sent, as a spreadsheet reads it. */
async function theFile(): Promise<{ name: string; comment: string; rows: string[][] }> {
  const message = await world.slack.until('a file', () => direct(world).find(({ files }) => files.length > 0));
  const held = world.slack.files.find(({ id }) => id === message.files[0]?.id);
  const rows: string[][] = parse(held?.bytes ?? '', { bom: true });
  return { name: held?.name ?? '', comment: message.text, rows };
}

describe('the audit log by /team', () => {
  it('shows what happened in the last week, newest first', async () => {
    world = await startWorld();
    connections(1);
    world.clock.advance(8 * 86_400_000);
    connections(2);
    const text = viewText(await done(world, await openTeam(world, OPERATION)));
    expect(text).toMatch(/2 events from .*, newest first\./);
    expect(text).toContain('E-mail: tom@studio.example');
    expect(text).not.toContain('CSV');
    expect(world.slack.files).toEqual([]);
    expect(await deeds(world)).toMatchObject([{ operation: 'Get Audit Log Events', outcome: 'done' }]);
  });

  it('says so when nothing happened', async () => {
    world = await startWorld();
    expect(viewText(await done(world, await openTeam(world, OPERATION)))).toMatch(
      /Nothing is in the log from <!date\^\d+\^\{date_short_pretty\} \{time_secs\}\|20[\dT:.-]+Z> to <!date/,
    );
  });

  it('is narrowed by time, by member and by the names of events', async () => {
    world = await startWorld();
    connections(1);
    const view = await openTeam(world, OPERATION);
    const seconds = Math.floor(world.clock.now() / 1000);
    await put(world, view, 'start_at', seconds - 3600);
    await put(world, view, 'end_at', seconds - 7200);
    expect(await world.slack.as(world.people.ada).submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['The end comes before the start.']);
    await put(world, view, 'end_at', seconds + 3600);
    await pick(world, view, 'user_id', 'tom');
    await put(world, view, 'event_names', ' p2p_client_complete, client_disconnect');
    expect(viewText(await done(world, view))).toContain(`From: <!date^${seconds - 3600}^`);
    expect(asked()).toMatchObject([
      {
        query: {
          start_at: new Date((seconds - 3600) * 1000).toISOString().replace('.000Z', 'Z'),
          end_at: new Date((seconds + 3600) * 1000).toISOString().replace('.000Z', 'Z'),
          event_names: 'p2p_client_complete,client_disconnect',
          user_id: String(world.parsec.members[0]?.user_id),
        },
      },
    ]);
  });

  it('comes as a file when that is asked for, with nothing in it that a spreadsheet would run', async () => {
    world = await startWorld();
    world.parsec.addMember({ name: 'Eve', email: '=cmd|calc@evil.example' });
    const [machine] = world.parsec.machines;
    world.parsec.memberConnects(machine?.id ?? '', world.parsec.members.at(-1)?.user_id ?? 0);
    const view = await openTeam(world, OPERATION);
    await put(world, view, 'asFile', 'yes');
    expect(viewText(await done(world, view))).toContain('All that was read is in a CSV file');
    const { name, comment, rows } = await theFile();
    expect(name).toMatch(/^parsec-read-the-audit-log-20\d\d-\d\d-\d\d\.csv$/);
    expect(comment).toMatch(/^Read the audit log: 1 event from <!date\^/);
    expect(rows[0]).toEqual(['Time', 'Event', 'E-mail', 'User id', 'Data', 'Event id']);
    expect(rows[1]?.[2]).toBe("'=cmd|calc@evil.example");
  });

  it('comes as a file when it is too long to be shown, page by page, and says how much is not shown', async () => {
    world = await startWorld();
    connections(2500);
    const view = await done(world, await openTeam(world, OPERATION));
    const [, hidden] = /([\d,]+) more do not fit here/.exec(viewText(view)) ?? [];
    const lines = viewText(view).match(/Event: /g)?.length ?? 0;
    expect(lines).toBeGreaterThan(200);
    expect(lines + Number(hidden?.replace(',', ''))).toBe(2500);
    const { rows } = await theFile();
    expect(rows).toHaveLength(2501);
    expect(new Set(rows.slice(1).map((cells) => cells[5])).size).toBe(2500);
    expect(asked()).toHaveLength(3);
  });

  it('ends at its most, and says that there is more', async () => {
    world = await startWorld();
    connections(20_100);
    const view = await done(world, await openTeam(world, OPERATION));
    expect(viewText(view)).toMatch(/Only 20,000 events .*: there are more than fit\./);
    expect((await theFile()).rows).toHaveLength(20_001);
    await world.slack.until('the file is named', () => viewText(view).includes('All that was read is in a CSV file'));
    expect(viewText(view)).not.toContain('All of it');
    // One page to see that there is more, and none beyond.
    expect(asked().length).toBeLessThanOrEqual(21);
  });

  it('shows what there was when Parsec asks to wait in the middle, and that the rest is missing', async () => {
    world = await startWorld();
    connections(1500);
    world.parsec.trouble({ operation: 'Get Audit Log Events', then: { delayMs: 0 } });
    world.parsec.trouble({ operation: 'Get Audit Log Events', then: { status: 429, body: { message: 'wait' } } });
    const text = viewText(await done(world, await openTeam(world, OPERATION)));
    expect(text).toMatch(/Only 1,000 events .*Parsec asks to wait, and the others are missing/);
    expect((await theFile()).rows).toHaveLength(1001);
    // Within the wait nothing is sent, and the answer says how long it is.
    await world.slack.as(world.people.ada).close(world.slack.as(world.people.ada).views()[0]?.id ?? '', true);
    const again = viewText(await done(world, await openTeam(world, OPERATION)));
    expect(again).toMatch(/Parsec asks to wait [56] minutes\. Nothing was done/);
    expect(asked()).toHaveLength(2);
  });
});

describe('when the file cannot be sent', () => {
  const askForFile = async () => {
    connections(1);
    const view = await openTeam(world, OPERATION);
    await put(world, view, 'asFile', 'yes');
    return viewText(await done(world, view));
  };

  it('the workspace did not allow files: the answer is there, with what is missing in words', async () => {
    world = await startWorld({ withoutScopes: ['files:write'] });
    const text = await askForFile();
    expect(text).toContain('tom@studio.example');
    expect(text).toContain('The CSV file could not be sent.');
    expect(text).toContain('files:write');
    expect(world.slack.files).toEqual([]);
  });

  it('its bytes did not arrive', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'upload', then: { cutBefore: true } });
    expect(await askForFile()).toContain('The CSV file could not be sent. Slack is not answering.');
    expect(direct(world)).toEqual([]);
  });

  it('nobody knows whether it was shown: it is not sent twice', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'files.completeUploadExternal', then: { cutAfter: true } });
    expect(await askForFile()).toContain("Slack's answer was lost.");
    expect(direct(world)).toHaveLength(1);
  });
});
