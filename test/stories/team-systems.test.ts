import { afterEach, describe, expect, it } from 'vitest';
import { topView, whisper } from '../support/gestures.ts';
import {
  direct,
  done,
  offered,
  openTeam,
  pick,
  put,
  team,
  teamActions,
  viewText,
  withStore,
} from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const ada = () => world.slack.as(world.people.ada);

describe('Truvera in /team', () => {
  it("changes the team's settings", async () => {
    world = await startWorld({ truvera: {} });
    const view = await openTeam(world, 'truvera/Update team');
    await put(world, view, 'name', 'Studio');
    await put(world, view, 'retentionPolicy', '[72]');
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['Enter a JSON object, like {"credentials": 72}.']);
    await put(world, view, 'retentionPolicy', '{"credentials": 72}');
    await put(world, view, 'storeSubjectRef', 'yes');
    expect(viewText(await done(world, view))).toContain('Its name is “Studio”.');
    const last = world.truvera().requests.at(-1);
    expect(last?.body).toEqual({ name: 'Studio', retentionPolicy: { credentials: 72 }, storeSubjectRef: true });
  });

  it('accepts an invite with its token, which is stored nowhere', async () => {
    world = await startWorld({ truvera: {} });
    const { hidden } = world.truvera().dashboard.invite('new@example.com');
    const view = await openTeam(world, 'truvera/Accept member invite');
    await put(world, view, 'token', hidden.token);
    const result = await done(world, view);
    expect(viewText(result)).toContain('accepted.');
    expect(viewText(result)).not.toContain(hidden.token);
    expect(await teamActions(world)).toMatchObject([{ operation: 'Accept member invite', outcome: 'done' }]);
    await ada().close(result.id, true);

    // A refusal is shown in Truvera's words: nobody was invited here.
    const used = { message: 'This invitation was already used' };
    world.truvera().trouble({ operation: 'Accept member invite', then: { status: 400, body: used } });
    const late = await openTeam(world, 'truvera/Accept member invite');
    await put(world, late, 'token', hidden.token);
    const refused = await done(world, late);
    expect(viewText(refused)).toContain('Truvera refused: This invitation was already used.');
    await ada().close(refused.id, true);

    // Also when Truvera repeats it in a refusal.
    world.truvera().trouble({
      operation: 'Accept member invite',
      then: { status: 400, body: { message: `no such token: ${hidden.token}` } },
    });
    const again = await openTeam(world, 'truvera/Accept member invite');
    await put(world, again, 'token', hidden.token);
    await done(world, again);
    expect(await teamActions(world)).toHaveLength(3);
    expect(JSON.stringify(await teamActions(world))).not.toContain(hidden.token);
    expect(world.logLines.length).toBeGreaterThan(0);
    expect(world.logLines.join('\n')).not.toContain(hidden.token);
  });
});

describe('Intercode in /team', () => {
  it('creates a team, finds it, and deletes it after a confirmation', async () => {
    world = await startWorld({ intercode: {} });
    const make = await openTeam(world, 'intercode/Create team');
    await put(world, make, 'teamName', 'Annex');
    const made = await done(world, make);
    expect(viewText(made)).toContain('Team “Annex” created.');
    await ada().close(made.id, true);

    const list = await openTeam(world, 'intercode/Get all teams');
    await put(world, list, 'globalSearch', 'ann');
    const listed = await done(world, list);
    expect(viewText(listed)).toContain('1 team.');
    expect(viewText(listed)).toContain('*Annex* · People: 1');
    await ada().close(listed.id, true);

    const remove = await openTeam(world, 'intercode/Delete team');
    await pick(world, remove, 'team', 'annex');
    await ada().submit(remove.id);
    const confirm = await topView(world, world.people.ada, 'team_confirm');
    expect(viewText(confirm)).toContain('Team: Annex');
    expect(viewText(await done(world, confirm))).toContain('Team deleted.');
    expect(world.intercode().teams.map(({ name }) => name)).not.toContain('Annex');
  });

  it('deletes the chosen one of two teams with the same name, and the confirmation says which', async () => {
    world = await startWorld({ intercode: {} });
    const [first, second] = [world.intercode().addTeam('Guild'), world.intercode().addTeam('Guild')];
    const view = await openTeam(world, 'intercode/Delete team');
    const names = (await offered(world, view, 'team', 'guild')).map(({ text }) => text.text);
    expect(names).toEqual([`Guild (${first.id})`, `Guild (${second.id})`]);
    await pick(world, view, 'team', second.id.toLowerCase());
    await ada().submit(view.id);
    const confirm = await topView(world, world.people.ada, 'team_confirm');
    expect(viewText(confirm)).toContain(`Team: Guild (${second.id})`);
    await done(world, confirm);
    const deleted = world.intercode().requests.filter(({ operation }) => operation === 'Delete team');
    expect(deleted.map(({ path }) => path)).toEqual([`/teams/${second.id}`]);
  });

  it('offers its own teams to a token that may not see all of them', async () => {
    world = await startWorld({ intercode: {} });
    world.intercode().trouble({
      operation: 'Get all teams',
      times: 9,
      then: { status: 403, body: { message: 'Access denied' } },
    });
    const view = await openTeam(world, 'intercode/Delete team');
    const names = (await offered(world, view, 'team')).map(({ text }) => text.text);
    expect(names).toEqual([world.intercode().team.name]);
  });

  it('accepts an invitation to another team, and declines one', async () => {
    world = await startWorld({ intercode: {} });
    const intercode = world.intercode();
    const [guild, choir] = [intercode.addTeam('Guild'), intercode.addTeam('Choir')];
    const owner = intercode.users[0]?.email ?? '';
    for (const { id } of [guild, choir]) intercode.join(id, { email: owner }, 'invited');
    const accept = await openTeam(world, 'intercode/Accept invitation');
    await put(world, accept, 'team', guild.id);
    const accepted = await done(world, accept);
    await ada().close(accepted.id, true);
    const decline = await openTeam(world, 'intercode/Decline invitation');
    await put(world, decline, 'team', choir.id);
    await ada().submit(decline.id);
    await done(world, await topView(world, world.people.ada, 'team_confirm'));
    const teams = intercode.memberships.filter(({ userId }) => userId === intercode.users[0]?.id);
    expect(teams.find(({ teamId }) => teamId === guild.id)?.invitationAccepted).toBe(true);
    expect(teams.find(({ teamId }) => teamId === choir.id)).toBeUndefined();
  });
});

/** Takes the admin's rights from somebody, and lets the minute pass for which the bot remembers a person. */
function demote(personId: string): void {
  const person = world.slack.people.find(({ id }) => id === personId);
  Object.assign(person ?? never(), { kind: 'member' });
  world.clock.advance(61_000);
}

describe('access to /team', () => {
  it('is for admins only, at every step: a person who is no longer an admin learns so where they are', async () => {
    world = await startWorld();
    const mia = world.slack.as(world.people.mia);
    for (const words of ['', ' history', ' list computers']) {
      await mia.command(world.channel, `/team${words}`);
      await whisper(world, world.people.mia, 'Only workspace admins and Guestlist admins');
    }
    expect(mia.views()).toEqual([]);

    const view = await openTeam(world, 'parsec/Get Team Machines');
    const group = await offered(world, view, 'team_group_id');
    expect(group).toEqual([]);
    // While Slack does not respond, its answer about a person an hour ago still counts.
    world.clock.advance(3_601_000);
    world.slack.trouble({ method: 'users.info', times: 99, then: { error: 'user_not_found' } });
    expect(await offered(world, view, 'team_group_id')).toEqual([]);
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual([expect.stringContaining("Slack didn't say who you are")]);
    expect(world.parsec.requests.filter(({ operation }) => operation === 'Get Team Machines')).toEqual([]);
    expect(await teamActions(world)).toEqual([]);
  });

  it('ends for a former admin with an open form, who can neither search, choose, submit nor confirm', async () => {
    world = await startWorld();
    const confirmed = await openTeam(world, 'parsec/Delete Team Machine');
    await pick(world, confirmed, 'machine', 'vault');
    await ada().submit(confirmed.id);
    const confirm = await topView(world, world.people.ada, 'team_confirm');
    // Without the bot's own periodic requests, which a moved clock triggers.
    const looked = () =>
      world.parsec.requests.map(({ operation }) => operation).filter((name) => name !== 'Get Guest Access Invites');
    const before = looked();
    expect(before).toEqual(['Get Team Machines']);

    demote(world.people.ada);
    await ada().submit(confirm.id);
    await world.slack.until('a refusal', () =>
      viewText(confirm).includes('Only workspace admins and Guestlist admins'),
    );
    await ada().close(confirm.id);
    expect(await offered(world, confirmed, 'machine')).toEqual([]);
    expect(await ada().submit(confirmed.id)).toBe('errors');
    expect(Object.values(confirmed.errors)).toEqual([
      expect.stringContaining('Only workspace admins and Guestlist admins'),
    ]);
    expect(looked()).toEqual(before);
    expect(world.parsec.machines).toHaveLength(3);
    expect(await teamActions(world)).toEqual([]);
  });

  it('ends for a former admin, who cannot see what another operation asks', async () => {
    world = await startWorld();
    const view = await openTeam(world, 'parsec/Get Team Machines');
    demote(world.people.ada);
    const shown = viewText(view);
    await ada().act({ viewId: view.id }, { actionId: 'team_operation' }, 'parsec/Kick User');
    await world.slack.until('a refusal', () =>
      direct(world).some(({ text }) => text.includes('Only workspace admins and Guestlist admins')),
    );
    expect(viewText(view)).toBe(shown);
  });

  it('includes help and an empty history', async () => {
    world = await startWorld();
    await team(world, 'help');
    await whisper(world, world.people.ada, '“/team history” to see who did what');
    await team(world, 'history');
    expect(viewText(await topView(world, world.people.ada, 'team_history'))).toContain('Nothing has been done yet.');
  });
});

it('an operation stays recorded as asked until a response, and no other bot on the same store repeats it', async () => {
  world = await startWorld();
  world.parsec.trouble({ operation: 'Create Team Group', then: { hang: 'after' } });
  const view = await openTeam(world, 'parsec/Create Team Group');
  await put(world, view, 'group_name', 'Editors');
  await put(world, view, 'allow_connections_within_group', 'no');
  await ada().submit(view.id);
  await expect.poll(() => world.parsec.groups).toHaveLength(1);
  const [deed] = await teamActions(world);
  expect(deed).toMatchObject({ outcome: 'asked', settledAt: undefined });
  // What another bot on the same store does with the same request.
  expect(await withStore(world, (store) => store.insertTeamAction({ ...(deed ?? never()), id: 'other' }))).toBe(
    'already',
  );
});

function never(): never {
  throw new Error('it should be there');
}
