import { createHttp } from '../../../src/providers/http.ts';
import { createIntercodeApi, type IntercodeConfig } from '../../../src/providers/intercode/api.ts';
import { createIntercode } from '../../../src/providers/intercode/index.ts';
import { startIntercodeEmulator } from '../../../src/sandbox/intercode/intercode-emulator.ts';
import type { IntercodeEmulatorOptions } from '../../../src/sandbox/intercode/intercode-emulator.types.ts';
import { startClientSide } from '../support/start-client.ts';

/** The Intercode client and the emulator it talks to, with one clock for both. */
export async function startIntercode(options: Partial<Omit<IntercodeEmulatorOptions, 'now'>> = {}) {
  const side = await startClientSide(({ now }) => startIntercodeEmulator({ ...options, now }));
  const { emulator, deps } = side;
  const config = (token: string): IntercodeConfig => ({ token, teamId: emulator.team.id, apiUrl: emulator.url });
  const client = (token: string) => createIntercode(config(token), deps);
  const apiOf = (token: string) => createIntercodeApi(config(token), { send: createHttp(deps) });
  return { ...side, config, client, apiOf, intercode: client(emulator.token), api: apiOf(emulator.token) };
}
