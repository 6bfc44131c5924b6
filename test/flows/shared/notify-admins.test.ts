import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import { notifyAdmins } from '../../../src/flows/shared/notify-admins.ts';
import { runJob } from '../../../src/jobs/handlers.ts';
import { createLog } from '../../../src/log.ts';
import { createNotifier } from '../../../src/slack/notifier.ts';
import { createMessenger } from '../../../src/slack/posting/messenger.ts';
import { createThreadFiles } from '../../../src/slack/posting/thread-files.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';

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

/** A context that notifies people through Slack's server, and its jobs until none is left that is due within an hour. */
async function begin(admins: (people: World['people']) => readonly string[], options: WorldOptions = {}) {
  world = await startWorld({ ...options, noBot: true, rateLimits: false });
  const client = new WebClient(world.slack.botToken, {
    slackApiUrl: world.slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const parts: Partial<Context> = {
    store,
    policy: () => ({ ...defaultPolicy, admins: admins(world.people) }),
    now: world.clock.now,
    wake: () => undefined,
    log: createLog({ level: 'error', secrets: [], destination: { write: () => undefined } }),
    workspaceId: () => world.slack.teamId,
    notifier: createNotifier(
      createMessenger(client, world.clock.now, memoryQuotas(world.clock.now)),
      createThreadFiles(client, fetch, world.clock.now, memoryQuotas(world.clock.now)),
      world.clock.now,
    ),
  };
  const context = parts as Context;
  async function runJobs(): Promise<void> {
    for (const end = world.clock.now() + 3_500_000; world.clock.now() < end; world.clock.advance(60_000)) {
      for (;;) {
        const [seen] = await store.dueJobs(world.clock.now());
        const job = seen && (await store.claimJob(seen, world.clock.now()));
        if (job === undefined) break;
        const outcome = await runJob(context, job, { ...job, heartbeat: async () => true });
        if (outcome.kind === 'done') await store.finishJob(job);
        else await store.rescheduleJob(job, outcome.at, outcome.failed);
      }
    }
  }
  return { context, runJobs };
}

/** The people notified directly, by name, once per notification. */
function notified(): string[] {
  const direct = world.slack.messages.filter((message) => message.text.includes("refuses Guestlist's key"));
  return direct.flatMap(({ channel }) => {
    const { members = [] } = world.slack.channels.find((each) => each.id === channel && each.kind === 'im') ?? {};
    return world.slack.people.filter(({ id, kind }) => kind !== 'bot' && members.includes(id)).map(({ name }) => name);
  });
}

it('notifies the admins of the policy and of the workspace once each, however often it is called', async () => {
  const { context, runJobs } = await begin(({ ben, ada }) => [ben, ada]);
  world.slack.addPerson({ name: 'olga', kind: 'owner' });
  await notifyAdmins(context, notice('1'));
  await notifyAdmins(context, notice('1'));
  await runJobs();
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(notified().toSorted()).toEqual(['ada', 'ben', 'olga']);
  await notifyAdmins(context, notice('2'));
  await runJobs();
  expect(notified()).toHaveLength(6);
});

it('notifies at most ten: the admins of the policy first, then owners', async () => {
  const { context, runJobs } = await begin(({ ben }) => [ben]);
  for (let n = 0; n < 20; n++) world.slack.addPerson({ name: `admin${n}`, kind: 'admin' });
  world.slack.addPerson({ name: 'olga', kind: 'owner' });
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(notified()).toHaveLength(10);
  expect(notified()).toEqual(expect.arrayContaining(['ben', 'olga']));
});

it('notifies only the admins of the policy when Slack does not say who else is an admin', async () => {
  const { context, runJobs } = await begin(({ ben }) => [ben], { withoutScopes: ['users:read'] });
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(notified()).toEqual(['ben']);
});

it('notifies the others when one of them cannot be notified, and gives that one up after a day', async () => {
  const { context, runJobs } = await begin(() => ['UNOBODY01']);
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(notified()).toEqual(['ada']);
  expect(await store.dueJobs(world.clock.now() + 3_600_000)).toHaveLength(1);
  world.clock.advance(24 * 3_600_000);
  await runJobs();
  expect(await store.dueJobs(Number.MAX_SAFE_INTEGER)).toEqual([]);
});

it('asks Slack again later when it does not answer', async () => {
  const { context, runJobs } = await begin(() => []);
  world.slack.trouble({ method: 'users.list', times: 2, then: { status: 503 } });
  world.slack.trouble({ method: 'conversations.open', times: 2, then: { cutBefore: true } });
  await notifyAdmins(context, notice('1'));
  await runJobs();
  expect(notified()).toEqual(['ada']);
});
