import { describe, expect, it } from 'vitest';
import { problem } from '../../../src/domain/problem.ts';
import { isUnnamed, lookUpHost, nameHost } from '../../../src/flows/guest/look-up-host.ts';
import type { Host } from '../../../src/flows/shared/context.ts';
import { createKnownHosts, rememberingHosts } from '../../../src/flows/shared/known-hosts.ts';
import { noGuestAccess } from '../../../src/providers/no-guest-access.ts';
import type { GuestAccess } from '../../../src/providers/provider.ts';

const edit: Host = { hostId: 'h1', name: 'Edit 1', online: true };
const HOUR = 3_600_000;

/** Guest access whose hosts are answered so, with what it has shown, and a clock to move. */
function aProvider(answer: () => ReturnType<GuestAccess['host']>) {
  let now = 0;
  let asked = 0;
  const knownHosts = createKnownHosts(() => now);
  const host: GuestAccess['host'] = () => {
    asked += 1;
    return answer();
  };
  const guestAccess = rememberingHosts({ ...noGuestAccess(), hosts: async () => [edit], host }, knownHosts);
  const wait = (ms: number) => {
    now += ms;
  };
  return { guestAccess, knownHosts, wait, asked: () => asked };
}

const busy = async () => problem('provider_busy', { provider: 'parsec' });
const never = () => new Promise<Host>(() => undefined);

describe('a chosen host', () => {
  it('has the name the provider gives it, and is not looked up again within a minute', async () => {
    const world = aProvider(async () => edit);
    expect(await lookUpHost(world, 'h1')).toEqual({ hostId: 'h1', hostName: 'Edit 1' });
    expect(await lookUpHost(world, 'h1')).toEqual({ hostId: 'h1', hostName: 'Edit 1' });
    expect(world.asked()).toBe(1);
    world.wait(60_000);
    await lookUpHost(world, 'h1');
    expect(world.asked()).toBe(2);
  });

  it('is refused when it does not exist, also when it existed before', async () => {
    const world = aProvider(async () => problem('host_unknown'));
    await world.guestAccess.hosts({ text: '', limit: 10 });
    world.wait(60_000);
    expect(await lookUpHost(world, 'h1')).toMatchObject({ code: 'host_unknown' });
    expect(world.knownHosts.get('h1')).toBeUndefined();
    const off = aProvider(async () => problem('provider_off', { provider: 'parsec' }));
    expect(await lookUpHost(off, 'h1')).toMatchObject({ code: 'provider_off' });
  });

  it.each([
    ['is busy', busy],
    ['does not answer in time', never],
    ['does not take the key', async () => problem('provider_unauthorized', { provider: 'parsec' })],
  ])('keeps its last name for an hour while the provider %s, else has its id as its name', async (_, answer) => {
    const world = aProvider(answer);
    await world.guestAccess.hosts({ text: '', limit: 10 });
    world.wait(HOUR - 1);
    expect(await lookUpHost(world, 'h1')).toEqual({ hostId: 'h1', hostName: 'Edit 1' });
    world.wait(1);
    const unnamed = await lookUpHost(world, 'h1');
    expect(unnamed).toEqual({ hostId: 'h1', hostName: 'h1' });
    expect(isUnnamed({ hostId: 'h1', hostName: 'h1' })).toBe(true);
  });

  it('is looked up before a request is sent, else refused, retried or left to the provider', async () => {
    expect(
      await nameHost(
        aProvider(async () => edit),
        'h1',
      ),
    ).toBe('Edit 1');
    expect(
      await nameHost(
        aProvider(async () => problem('host_unknown')),
        'h1',
      ),
    ).toMatchObject({ code: 'host_unknown' });
    expect(await nameHost(aProvider(busy), 'h1')).toMatchObject({ code: 'provider_busy' });
    expect(
      await nameHost(
        aProvider(async () => problem('provider_forbidden', { provider: 'parsec' })),
        'h1',
      ),
    ).toBeUndefined();
  });
});

it('finds hosts by their names, and keeps no more than there is room for', () => {
  const known = createKnownHosts(() => 0);
  known.remember(Array.from({ length: 3_000 }, (_, n) => ({ hostId: `h${n}`, name: `Edit ${n}`, online: undefined })));
  expect(known.matching('', 5_000)).toHaveLength(2_000);
  expect(known.get('h0')).toBeUndefined();
  expect(known.matching('edit-2999', 10).map(({ hostId }) => hostId)).toEqual(['h2999']);
});
