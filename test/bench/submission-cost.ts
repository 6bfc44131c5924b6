import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { openDatabase } from '../../src/store/open-store.ts';
import type { Tables } from '../../src/store/schema.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { openFilledForm } from '../support/gestures.ts';
import { noLimits } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';
import { type Audit, makePlainTable, submit } from './submit-invite.ts';

// `npm run bench:submission [-- --pairs 11 --block 10]`: what authorization and the audit log cost a submission of the invite form, from
// Slack's request to the answer that closes the form. Authorization: 50 rules, coordinators and blocked domains against no policy at all,
// in blocks that alternate in one bot. The audit log: what its chain adds to the transaction, measured in the same run on a database of the
// same kind, as a part of a submission.
const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '11' }, block: { type: 'string', default: '10' } },
});
const [PAIRS, BLOCK] = [Number(values.pairs), Number(values.block)];
const print = (text: string) => process.stdout.write(`${text}\n`);
const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
const percent = (part: number) => `${part >= 0 ? '+' : ''}${(part * 100).toFixed(1)} %`;

/** 50 rules, of which the last decides. */
const ruled = aPolicy({
  coordinators: ['U0COORD'],
  domains: { blocked: Array.from({ length: 50 }, (_, n) => `blocked${n}.example`) },
  rules: [
    ...Array.from({ length: 49 }, (_, n) => ({
      name: `rule ${n}`,
      when: { guests: [`partner${n}.example`], hosts: [`Suite ${n} *`] },
      maxWindow: '3d',
    })),
    { name: 'others', permissions: ['keyboard', 'mouse', 'gamepad'], maxWindow: '5d' },
  ],
});
const policies = {
  'no policy': aPolicy({}),
  '50 rules': ruled,
} satisfies Record<string, Policy>;

let made = 0;

/** Milliseconds of one submission: each form is filled before the clock runs. */
async function block(world: World): Promise<number> {
  let took = 0;
  for (let n = 0; n < BLOCK; n++) {
    made += 1;
    const day = new Date(Date.UTC(2026, 10, 24) + made * 86_400_000).toISOString().slice(0, 10);
    const typed = { email: `g${made}@example.com`, host: 'Edit 1', event: `Event ${made}` };
    const { mia } = world.people;
    const view = await openFilledForm(world, mia, { ...typed, start: [day, '14:00'], end: [day, '16:00'] });
    const began = performance.now();
    const result = await world.slack.as(mia).submit(view.id);
    took += performance.now() - began;
    if (result !== 'closed') throw new Error(`${result} ${JSON.stringify(view.errors)}`);
  }
  return took / BLOCK;
}

const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
const parsec = { credits: 10_000 };
const world = await startWorld({ policy: live, livePolicy: true, parsec, rateLimits: false, transport: 'http' });
const names = ['no policy', '50 rules'] as const;
const took: Record<string, number[]> = { 'no policy': [], '50 rules': [] };
for (let n = 0; n <= PAIRS; n++) {
  for (const name of n % 2 === 0 ? names : names.toReversed()) {
    Object.assign(live, policies[name], noLimits);
    const ms = await block(world);
    // The first block of each warms up.
    if (n > 0) took[name]?.push(ms);
  }
}
await world.stop();
const [without = [], withRules = []] = names.map((name) => took[name]);
const whole = median(without);
const authorization = median(withRules.map((ms, n) => ms / (without[n] ?? Number.NaN))) - 1;
print(`a submission: ${whole.toFixed(2)} ms, ${(1000 / whole).toFixed(0)} in a second`);
print(`  authorization by 50 rules: ${percent(authorization)}`);

const dataDir = mkdtempSync(join(tmpdir(), 'guestlist-submission-'));
const db = await openDatabase({ dataDir });
await makePlainTable(db);
const chained = await transactions(db);
await db.destroy();
rmSync(dataDir, { recursive: true, force: true });
print(`  the audit log: ${chained.toFixed(2)} ms, ${percent(chained / whole)}`);
print(`  together: ${percent(authorization + chained / whole)}`);

/** What the chain adds to a transaction over no audit at all, ms. */
async function transactions(store: Kysely<Tables>): Promise<number> {
  const each = async (audit: Audit) => {
    const began = performance.now();
    for (let n = 0; n < 50; n++) await submit(store, audit);
    return (performance.now() - began) / 50;
  };
  const added: number[] = [];
  for (let n = 0; n <= PAIRS; n++) {
    const chain = await each('chain');
    const none = await each('none');
    if (n > 0) added.push(chain - none);
  }
  return median(added);
}
