import { createDispatcher, type HttpTiming } from '../../../src/providers/http.ts';
import { createParsec } from '../../../src/providers/parsec/index.ts';
import { startParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { openLog } from '../support/open-log.ts';

/** Time-outs short enough to wait for, long enough for a busy machine. */
const timing: HttpTiming = { readMs: 400, writeMs: 400, backoffMs: 1 };

/** The Parsec client and the emulator it talks to, with one clock for both. */
export async function startParsec(options: Partial<Omit<ParsecEmulatorOptions, 'now'>> = {}) {
  let time = Date.parse('2026-11-30T09:00:00Z');
  const now = () => time;
  const emulator = await startParsecEmulator({ credits: 1000, ...options, now });
  const dispatcher = createDispatcher();
  const log = openLog();
  const deps = { now, log, dispatcher, timing, quotas: memoryQuotas(now) };
  const client = (apiKey: string) => createParsec({ apiKey, teamId: emulator.teamId, apiUrl: emulator.url }, deps);
  return {
    emulator,
    log,
    client,
    parsec: client(emulator.apiKey),
    now,
    advance: (ms: number) => {
      time += ms;
    },
    stop: async () => {
      await dispatcher.destroy();
      await emulator.stop();
    },
  };
}
