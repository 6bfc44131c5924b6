import { createHttp } from '../../../src/providers/http.ts';
import { createSnykApi, type SnykConfig } from '../../../src/providers/snyk/api.ts';
import { createSnyk } from '../../../src/providers/snyk/index.ts';
import { startSnykEmulator } from '../../../src/sandbox/snyk/snyk-emulator.ts';
import type { SnykEmulatorOptions } from '../../../src/sandbox/snyk/snyk-emulator.types.ts';
import { startClientSide } from '../support/start-client.ts';

/** The Snyk client and the emulator it talks to, with one clock for both. */
export async function startSnyk(options: Partial<Omit<SnykEmulatorOptions, 'now'>> = {}) {
  const side = await startClientSide(({ now }) => startSnykEmulator({ ...options, now }));
  const { emulator, deps } = side;
  const config = (token: string): SnykConfig => ({
    token,
    orgId: emulator.orgId,
    apiUrl: emulator.url,
    apiVersion: '2024-10-15',
    roles: emulator.roles,
  });
  const client = (token: string) => createSnyk(config(token), deps);
  const apiOf = (token: string) => createSnykApi(config(token), { send: createHttp(deps) });
  return { ...side, config, client, apiOf, snyk: client(emulator.token), api: apiOf(emulator.token) };
}
