import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Context } from '../../src/flows/context.ts';
import { notifyAdmins } from '../../src/flows/notify-admins.ts';
import { runWork } from '../../src/jobs/handlers.ts';
import { createLog } from '../../src/log.ts';
import { createMessenger } from '../../src/slack/messenger.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { memoryQuotas } from '../support/memory-quotas.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('notify-admins') });
});
afterEach(async () => {
  await store.close();
  await world.stop();
});

const notice = (id: string) => ({ name: 'key_refused', id, facts: { provider: 'parsec' } }) as const;

/** A context that tells people over Slack's server, and its jobs until none is left that is due within an hour. */
async function begin(admins: (people: World['people']) => readonly string[], options: WorldOptions = {}) {
  world = await startWorld({ ...options, noBot: true, rateLimits: false });
  const client = new WebClient(world.slack.botToken, {
    slackApiUrl: world.slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const parts: Partial<Context> = {
    store,
    policy: { ...defaultPolicy, admins: admins(world.people) },
    now: world.clock.now,
    wake: () => undefined,
    log: createLog({ level: 'error', secrets: [], destination: { write: () => undefined } }),
    teller: createMessenger(client, world.clock.now, () => world.slack.teamId, memoryQuotas(world.clock.now)),
  };
  const context = parts as Context;
  async function runJobs(): Promise<void> {
    for (const end = world.clock.now() + 3_500_000; world.clock.now() < end; world.clock.advance(60_000)) {
      for (;;) {
        const [seen] = await store.dueWork(world.clock.now());
        const work = seen && (await store.claimWork(seen, world.clock.now()));
        if (work === undefined) break;
        const outcome = await runWork(context, work, { ...work, stillMine: async () => true });
        if (outcome.kind === 'done') await store.finishWork(work);
        else await store.postponeWork(work, outcome.at, outcome.failed);
      }
    }
  }
  return { context, runJobs };
}

/** Who was told directly, by name, as often as they were told. */
function told(): string[] {
  const direct = world.slack.messages.filter((message) => message.text.includes("refuses Guestlist's key"));
  return direct.flatMap(({ channel }) => {
    const { members = [] } = world.slack.channels.find((each) => each.id === channel && each.kind === 'im') ?? {};
    return world.slack.people.filter(({ id, kind }) => kind !== 'bot' && members.includes(id)).map(({ name }) => name);
  });
}

it('tells the admins of the policy and those of the workspace, each once, however often it is asked', async () => {
  const { context, runJobs } = await begin(({ ben, ada }) => [ben, ada]);
  world.slack.addPerson({ name: 'olga', kind: 'owner' });
  await notifyAdmins(context, notice('1'));
  await notifyAdmins(context, notice('1'));
  await runJobs();
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(told().toSorted()).toEqual(['ada', 'ben', 'olga']);
  await notifyAdmins(context, notice('2'));
  await runJobs();
  expect(told()).toHaveLength(6);
});

it('tells ten at most: the admins of the policy first, then owners', async () => {
  const { context, runJobs } = await begin(({ ben }) => [ben]);
  for (let n = 0; n < 20; n++) world.slack.addPerson({ name: `admin${n}`, kind: 'admin' });
  world.slack.addPerson({ name: 'olga', kind: 'owner' });
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(told()).toHaveLength(10);
  expect(told()).toEqual(expect.arrayContaining(['ben', 'olga']));
});

it('tells the admins of the policy alone where Slack does not say who else is one', async () => {
  const { context, runJobs } = await begin(({ ben }) => [ben], { withoutScopes: ['users:read'] });
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(told()).toEqual(['ben']);
});

it('tells who can be told when one of them cannot, and gives that one up after a day', async () => {
  const { context, runJobs } = await begin(() => ['UNOBODY01']);
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(told()).toEqual(['ada']);
  expect(await store.dueWork(world.clock.now() + 3_600_000)).toHaveLength(1);
  world.clock.advance(24 * 3_600_000);
  await runJobs();
  expect(await store.dueWork(Number.MAX_SAFE_INTEGER)).toEqual([]);
});

it('asks again later when Slack does not answer', async () => {
  const { context, runJobs } = await begin(() => []);
  world.slack.trouble({ method: 'users.list', times: 2, then: { status: 503 } });
  world.slack.trouble({ method: 'conversations.open', times: 2, then: { cutBefore: true } });
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(told()).toEqual(['ada']);
});
