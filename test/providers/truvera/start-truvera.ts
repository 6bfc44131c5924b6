import { createHttp } from '../../../src/providers/http.ts';
import { createTruveraApi } from '../../../src/providers/truvera/api.ts';
import { createTruvera } from '../../../src/providers/truvera/index.ts';
import { startTruveraEmulator } from '../../../src/sandbox/truvera/truvera-emulator.ts';
import type { TruveraEmulatorOptions } from '../../../src/sandbox/truvera/truvera-emulator.types.ts';
import { startClientSide } from '../support/start-client.ts';

/** The Truvera client and the emulator it talks to, with one clock for both. */
export async function startTruvera(options: Partial<Omit<TruveraEmulatorOptions, 'now'>> = {}) {
  const side = await startClientSide(({ now }) => startTruveraEmulator({ ...options, now }));
  const { emulator, deps } = side;
  const config = (apiKey: string) => ({ apiKey, teamId: String(emulator.team.id), apiUrl: emulator.url });
  const client = (apiKey: string) => createTruvera(config(apiKey), deps);
  const apiOf = (apiKey: string) => createTruveraApi(config(apiKey), { send: createHttp(deps) });
  return { ...side, client, apiOf, truvera: client(emulator.apiKey), api: apiOf(emulator.apiKey) };
}
