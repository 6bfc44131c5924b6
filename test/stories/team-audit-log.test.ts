import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { direct, done, openTeam, pick, put, teamActions, viewText } from '../support/team-gestures.ts';
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

describe('the audit log in /team', () => {
  it('shows what happened in the last week, newest first', async () => {
    world = await startWorld();
    connections(1);
    world.clock.advance(8 * 86_400_000);
    connections(2);
    const text = viewText(await done(world, await openTeam(world, OPERATION)));
    expect(text).toMatch(/2 events from .*, newest first\./);
    expect(text).toContain('Email: tom@studio.example');
    expect(text).not.toContain('CSV');
    expect(world.slack.files).toEqual([]);
    expect(await teamActions(world)).toMatchObject([{ operation: 'Get Audit Log Events', outcome: 'done' }]);
  });

  it('says so when nothing happened', async () => {
    world = await startWorld();
    expect(viewText(await done(world, await openTeam(world, OPERATION)))).toMatch(
      /No events from <!date\^\d+\^\{date_short_pretty\} \{time_secs\}\|20[\dT:.-]+Z> to <!date/,
    );
  });

  it('is filtered by time, by member and by event names', async () => {
    world = await startWorld();
    connections(1);
    const view = await openTeam(world, OPERATION);
    const seconds = Math.floor(world.clock.now() / 1000);
    await put(world, view, 'start_at', seconds - 3600);
    await put(world, view, 'end_at', seconds - 7200);
    expect(await world.slack.as(world.people.ada).submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['Enter an end after the start.']);
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

  it('comes as a file on request, with nothing in it that a spreadsheet would run', async () => {
    world = await startWorld();
    world.parsec.addMember({ name: 'Eve', email: '=cmd|calc@evil.example' });
    const [machine] = world.parsec.machines;
    world.parsec.memberConnects(machine?.id ?? '', world.parsec.members.at(-1)?.user_id ?? 0);
    const view = await openTeam(world, OPERATION);
    await put(world, view, 'asFile', 'yes');
    expect(viewText(await done(world, view))).toContain('All rows are in a CSV file');
    const { name, comment, rows } = await theFile();
    expect(name).toMatch(/^parsec-read-the-audit-log-20\d\d-\d\d-\d\d\.csv$/);
    expect(comment).toMatch(/^Read the audit log: 1 event from <!date\^/);
    expect(rows[0]).toEqual(['Time', 'Event', 'Email', 'User id', 'Data', 'Event id']);
    expect(rows[1]?.[2]).toBe("'=cmd|calc@evil.example");
  });

  it('comes as a file when it is too long to show, page by page, and says how much is not shown', async () => {
    world = await startWorld();
    connections(2500);
    const view = await done(world, await openTeam(world, OPERATION));
    const [, hidden] = /([\d,]+) more rows don't fit here/.exec(viewText(view)) ?? [];
    const lines = viewText(view).match(/Event: /g)?.length ?? 0;
    expect(lines).toBeGreaterThan(200);
    expect(lines + Number(hidden?.replace(',', ''))).toBe(2500);
    const { rows } = await theFile();
    expect(rows).toHaveLength(2501);
    expect(new Set(rows.slice(1).map((cells) => cells[5])).size).toBe(2500);
    expect(asked()).toHaveLength(3);
  });

  it('stops at its limit, and says that there is more', async () => {
    world = await startWorld();
    connections(20_100);
    const view = await done(world, await openTeam(world, OPERATION));
    expect(viewText(view)).toMatch(/Only 20,000 events .*: there are too many to show\./);
    expect((await theFile()).rows).toHaveLength(20_001);
    await world.slack.until('the file is named', () => viewText(view).includes('All rows are in a CSV file'));
    expect(viewText(view)).not.toContain('All of it');
    // One extra page shows that there is more, and no page after it is read.
    expect(asked().length).toBeLessThanOrEqual(21);
  });

  it('shows what it has when Parsec asks to wait midway, and says that the rest is missing', async () => {
    world = await startWorld();
    connections(1500);
    world.parsec.trouble({ operation: 'Get Audit Log Events', then: { delayMs: 0 } });
    world.parsec.trouble({ operation: 'Get Audit Log Events', then: { status: 429, body: { message: 'wait' } } });
    const text = viewText(await done(world, await openTeam(world, OPERATION)));
    expect(text).toMatch(/Only 1,000 events .*Parsec asks to wait, so the rest is missing/);
    expect((await theFile()).rows).toHaveLength(1001);
    // Nothing is sent during the wait, and the result says how long it is.
    await world.slack.as(world.people.ada).close(world.slack.as(world.people.ada).views()[0]?.id ?? '', true);
    const again = viewText(await done(world, await openTeam(world, OPERATION)));
    expect(again).toMatch(/Parsec asked Guestlist to wait\. Nothing was done; try again in [56] minutes/);
    expect(asked()).toHaveLength(2);
  });
});

describe('an audit log file that cannot be sent', () => {
  const askForFile = async () => {
    connections(1);
    const view = await openTeam(world, OPERATION);
    await put(world, view, 'asFile', 'yes');
    return viewText(await done(world, view));
  };

  it('leaves the result in text, with the missing part named, when the workspace does not allow files', async () => {
    world = await startWorld({ withoutScopes: ['files:write'] });
    const text = await askForFile();
    expect(text).toContain('tom@studio.example');
    expect(text).toContain("Guestlist couldn't send the CSV file.");
    expect(text).toContain('files:write');
    expect(world.slack.files).toEqual([]);
  });

  it('leaves the result in text when its upload fails', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'upload', then: { cutBefore: true } });
    expect(await askForFile()).toContain("Guestlist couldn't send the CSV file. Slack isn't answering.");
    expect(direct(world)).toEqual([]);
  });

  it('is not sent twice when it is unknown whether it was shown', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'files.completeUploadExternal', then: { cutAfter: true } });
    expect(await askForFile()).toContain("Slack's answer was lost.");
    expect(direct(world)).toHaveLength(1);
  });
});
