import { createHttp } from '../../../src/providers/http.ts';
import { createParsecApi } from '../../../src/providers/parsec/api.ts';
import { createParsec } from '../../../src/providers/parsec/index.ts';
import type { RouteOverrides } from '../../../src/providers/route.ts';
import { startParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { startClientSide } from '../support/start-client.ts';

/** The Parsec client and the emulator it talks to, with one clock for both. */
export async function startParsec(options: Partial<Omit<ParsecEmulatorOptions, 'now'>> = {}) {
  const side = await startClientSide(({ now }) => startParsecEmulator({ credits: 1000, ...options, now }));
  const { emulator, deps } = side;
  const config = (apiKey: string) => ({ apiKey, teamId: emulator.teamId, apiUrl: emulator.url });
  const client = (apiKey: string) => createParsec(config(apiKey), deps);
  const apiOf = (apiKey: string, routes: RouteOverrides = {}) =>
    createParsecApi({ ...config(apiKey), routes }, { send: createHttp(deps) });
  return { ...side, client, apiOf, parsec: client(emulator.apiKey), api: apiOf(emulator.apiKey) };
}
