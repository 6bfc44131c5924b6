import { startParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';

export type Reply = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfter: string | null;
};

/** A team with a machine, two members, two groups and a pending invite, and a function that sends it requests. */
export async function startTeam(options: Partial<ParsecEmulatorOptions> = {}) {
  // Moves only when a test moves it, so that windows can be tested to the millisecond.
  let time = Date.UTC(2026, 10, 23, 9);
  const clock = {
    now: () => time,
    advance(ms: number) {
      time += ms;
    },
  };
  const parsec = await startParsecEmulator({ now: clock.now, ...options });
  const machine = parsec.addMachine({ name: 'Edit 1' });
  const ada = parsec.addMember({ name: 'Ada', email: 'ada@x.io' });
  const omar = parsec.addMember({ name: 'Omar', email: 'omar@x.io', isOwner: true });
  const open = parsec.addGroup({ name: 'Artists', allowConnections: true });
  const closed = parsec.addGroup({ name: 'Producers' });
  const waiting = parsec.dashboard.inviteMember('waiting@x.io');

  async function ask(method: string, path: string, body?: unknown, key = parsec.apiKey): Promise<Reply> {
    const response = await fetch(`${parsec.url}/v1/teams/${parsec.teamId}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : JSON.parse(text),
      retryAfter: response.headers.get('retry-after'),
    };
  }
  return { parsec, clock, ask, machine, ada, omar, open, closed, waiting };
}

export type Team = Awaited<ReturnType<typeof startTeam>>;
