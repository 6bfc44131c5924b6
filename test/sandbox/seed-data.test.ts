import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startIntercodeEmulator } from '../../src/sandbox/intercode/intercode-emulator.ts';
import type { IntercodeEmulator } from '../../src/sandbox/intercode/intercode-emulator.types.ts';
import { startParsecEmulator } from '../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulator } from '../../src/sandbox/parsec/parsec-emulator.types.ts';
import { seedIntercode, seedParsec, seedSnyk, seedTruvera, seedWorkspace } from '../../src/sandbox/seed-data.ts';
import { startSlackServer } from '../../src/sandbox/slack/slack-server.ts';
import { startSnykEmulator } from '../../src/sandbox/snyk/snyk-emulator.ts';
import { startTruveraEmulator } from '../../src/sandbox/truvera/truvera-emulator.ts';

// What people can try when the sandbox starts.

const now = () => Date.UTC(2026, 10, 23, 9);
let parsec: ParsecEmulator;
let intercode: IntercodeEmulator;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const manifest = parse(readFileSync(new URL('../../slack-manifest.yml', import.meta.url), 'utf8'));
  const slack = await startSlackServer({ now, manifest });
  parsec = await startParsecEmulator({ now });
  const snyk = await startSnykEmulator({ now });
  const truvera = await startTruveraEmulator({ now });
  intercode = await startIntercodeEmulator({ now });
  for (const server of [slack, parsec, snyk, truvera, intercode]) stops.push(() => server.stop());
  seedWorkspace(slack);
  seedParsec(parsec);
  seedSnyk(snyk);
  seedTruvera(truvera);
  seedIntercode(intercode);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

test('the Parsec team has some of everything', () => {
  const { groups, members, permissions, appRules, teamInvites, relays, machines } = parsec;
  expect(groups.length).toBeGreaterThanOrEqual(3);
  expect(appRules.length).toBeGreaterThanOrEqual(3);
  expect(members.some(({ group_ids }) => group_ids.length > 0)).toBe(true);
  expect(members.filter(({ hidden }) => hidden.isOwner && hidden.hasApiKeys)).toHaveLength(1);
  expect(permissions).toHaveLength(1);
  expect(teamInvites).toHaveLength(2);
  expect(relays).toHaveLength(1);
  expect(machines.some(({ user_id }) => user_id !== null)).toBe(true);
  expect(machines.some(({ team_group_ids }) => team_group_ids.length > 0)).toBe(true);
});

test('pending invitees are not members, and group members exist', () => {
  const emails = parsec.members.map(({ email }) => email);
  for (const { email } of parsec.teamInvites) expect(emails).not.toContain(email);
  const groupIds = parsec.groups.map(({ id }) => id);
  for (const { group_ids } of parsec.members) expect(groupIds).toEqual(expect.arrayContaining(group_ids));
});

test("the owner of Intercode's token has an invitation to accept and one to decline", async () => {
  const headers = { authorization: `Bearer ${intercode.token}` };
  const invited = intercode.teams.filter(({ id }) => id !== intercode.team.id);
  const [first, second] = invited.map(({ id }) => id);
  for (const path of [`accept-invitation/${first}`, `decline-invitation/${second}`]) {
    expect((await fetch(`${intercode.url}/teams/${path}`, { method: 'PUT', headers })).status).toBe(200);
  }
  expect(invited).toHaveLength(2);
});
