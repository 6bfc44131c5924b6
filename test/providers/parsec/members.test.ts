import { afterEach, beforeEach, expect, test } from 'vitest';
import { value } from '../conformance/bench.ts';
import { startParsec } from './start-parsec.ts';

let bench: Awaited<ReturnType<typeof startParsec>>;
beforeEach(async () => {
  bench = await startParsec();
});
afterEach(() => bench.stop());

test('neither the owner nor a member with API keys can be removed; removing others frees their machines', async () => {
  const { emulator, parsec } = bench;
  const owner = emulator.addMember({ name: 'Omar', email: 'omar@example.com', isOwner: true, isAdmin: true });
  const keys = emulator.addMember({ name: 'Kay', email: 'kay@example.com', hasApiKeys: true });
  const ada = emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
  const machine = emulator.addMachine({ name: 'Render 1' });
  machine.user_id = ada.user_id;
  const remove = (id: number) => parsec.members.remove?.(String(id));
  const refused = (words: string) => ({
    code: 'provider_rejected',
    facts: { message: expect.stringContaining(words) },
  });
  expect(await remove(owner.user_id)).toMatchObject(refused('owner'));
  expect(await remove(keys.user_id)).toMatchObject(refused('API keys'));
  expect(await remove(ada.user_id)).toBe('removed');
  expect(machine.user_id).toBeNull();
  expect(await parsec.members.get(String(owner.user_id))).toMatchObject({ role: 'Admin' });
  expect(await parsec.members.get(String(keys.user_id))).toMatchObject({ role: undefined });
});

test('any key can list all relays', async () => {
  const { api, apiOf, emulator } = bench;
  expect(value(await api.getRelays()).items).toEqual([]);
  emulator.addRelay({ name: 'Paris', address: 'relay.example:5000' });
  const relays = value(await apiOf(emulator.addKey([])).getRelays());
  expect(relays).toMatchObject({ count: 1, items: [{ name: 'Paris', address: 'relay.example:5000' }] });
});
