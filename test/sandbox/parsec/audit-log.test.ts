import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTeam, type Team } from './start-team.ts';

let team: Team;
beforeEach(async () => {
  team = await startTeam();
});
afterEach(() => team.parsec.stop());

const events = (query: string) => team.ask('GET', `/events?${query}`);
const idsIn = (body: Readonly<Record<string, unknown>>) => (body.data as { id: string }[]).map(({ id }) => id);

/** Some events, two of them in the same second. */
async function happen(): Promise<readonly string[]> {
  for (const ms of [1_000, 0, 5_000, 60_000]) {
    team.clock.advance(ms);
    team.parsec.memberConnects(team.machine.id, team.ada.user_id);
  }
  return team.parsec.events.map(({ id }) => id);
}

it('records changes, but no reads and no refused requests', async () => {
  await team.ask('GET', '/members?offset=0&limit=1');
  await team.ask('DELETE', `/members/${team.omar.user_id}`);
  await team.ask('PUT', `/groups/${team.open.id}`, { group_name: 'Painters' });
  await team.ask('POST', '/cancel-member-invites', { emails: ['waiting@x.io'] });
  expect(team.parsec.events).toMatchObject([
    { event_name: 'update_team_group', user_id: null, data: { groupID: '1', group_name: 'Painters' } },
    { event_name: 'cancel_team_invites', data: { emails: ['waiting@x.io'] } },
  ]);
});

it('names the member who connected and was kicked', async () => {
  await happen();
  const kick = () => team.ask('DELETE', `/machines/${team.machine.id}/users/${team.ada.user_id}`);
  await kick();
  expect(team.machine.hidden.connected).toEqual([]);
  expect(team.parsec.events.slice(3)).toMatchObject([
    { event_name: 'p2p_client_complete', user_id: team.ada.user_id, email: 'ada@x.io' },
    { event_name: 'client_disconnect', user_id: team.ada.user_id },
    { event_name: 'kick_user', user_id: null },
  ]);
  expect((await kick()).status).toBe(204);
});

it('ids sort by time, also within a second', async () => {
  const ids = await happen();
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9A-Za-z]{27}$/);
});

it('cursor is the first event of a page, after the last one before it, next_cursor the first of the next', async () => {
  const [first, second, third, fourth] = await happen();
  const page = await events('limit=2');
  expect([idsIn(page.body), page.body.next_cursor]).toEqual([[first, second], third]);
  const next = await events(`limit=2&cursor=${third}`);
  expect([idsIn(next.body), 'next_cursor' in next.body]).toEqual([[third, fourth], false]);
  expect(idsIn((await events(`limit=9&after=${third}`)).body)).toEqual([fourth]);
  expect('count' in next.body).toBe(false);
});

it('the time filter includes both ends', async () => {
  const [first, second] = await happen();
  const at = team.parsec.events[0]?.timestamp;
  expect(idsIn((await events(`limit=9&start_at=${at}&end_at=${at}`)).body)).toEqual([first, second]);
  expect(idsIn((await events('limit=9&user_id=1001')).body)).toEqual([]);
  expect(idsIn((await events('limit=9&event_names=p2p_client_complete,other')).body)).toHaveLength(4);
  expect(idsIn((await events('limit=9&event_names=other')).body)).toEqual([]);
});

it.each([
  '',
  'limit=0',
  'limit=1001',
  'limit=1&cursor=short',
  'limit=1&after=0ujssxh0cECutqzMgbtXSGnjorm&cursor=0ujssxh0cECutqzMgbtXSGnjorm',
  'limit=1&user_id=0',
  'limit=1&user_id=ada',
  'limit=1&start_at=yesterday',
  'limit=1&event_names=a,a',
])('refuses %j', async (query) => {
  expect((await events(query)).status).toBe(400);
});
