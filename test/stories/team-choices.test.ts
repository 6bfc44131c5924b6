import { afterEach, describe, expect, it } from 'vitest';
import { blockOf, done, offered, openTeam, viewText } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const ada = () => world.slack.as(world.people.ada);
const MORE = 'There are more. Type part of the name to find them.';

describe('a list longer than Slack can offer', () => {
  it('says where it stops, and finds the rest by a part of the name', async () => {
    world = await startWorld({ intercode: {} });
    for (let n = 1; n <= 130; n++) {
      world.parsec.addMachine({ name: `Render ${n}` });
      world.intercode().addTeam(`Team ${n}`);
    }
    const view = await openTeam(world, 'parsec/Delete Team Machine');
    const names = async (text: string) => (await offered(world, view, 'machine', text)).map((each) => each.text.text);
    expect(await names('')).toHaveLength(100);
    expect((await names('')).at(-1)).toBe(MORE);
    expect(await names(' render 130 ')).toEqual(['Render 130']);
    const [last] = (await offered(world, view, 'machine')).slice(-1);
    await ada().fill(view.id, { blockId: blockOf(view, 'machine'), actionId: 'team_search' }, last);
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['Search again and choose one.']);
    await ada().close(view.id);

    const teams = await openTeam(world, 'intercode/Delete team');
    expect((await offered(world, teams, 'team')).at(-1)?.text.text).toBe(MORE);
    expect(await offered(world, teams, 'team', 'team 130')).toHaveLength(1);
  });

  it('is searchable even in a team too large to read', async () => {
    world = await startWorld();
    for (let n = 0; n < 2050; n++) world.parsec.addMember({ name: `M${n}`, email: `m${n}@big.example` });
    const view = await openTeam(world, 'parsec/Get Team Member');
    const find = (text: string) => offered(world, view, 'member', text);
    expect((await find('m2049')).map(({ text }) => text.text)).toEqual(['Nothing found. Type the full email address.']);
    expect(await find('m7@big.example')).toHaveLength(1);
    const [last, ...others] = await find('m2049@big.example');
    expect(others).toEqual([]);
    await ada().fill(view.id, { blockId: blockOf(view, 'member'), actionId: 'team_search' }, last);
    expect(viewText(await done(world, view))).toContain('*M2049* · Email: m2049@big.example');
  });
});
