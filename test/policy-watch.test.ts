import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/policy.ts';
import { createLog } from '../src/log.ts';
import { openPolicy, type PolicyWatch, type RefusedPolicy } from '../src/policy-watch.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const log = createLog({ level: 'error', secrets: [], destination: { write: () => true } });

async function opened(text?: string) {
  const folder = temporaryFolder('policy-watch');
  const file = join(folder, 'policy.yaml');
  if (text !== undefined) writeFileSync(file, text);
  const watch = await openPolicy(log, undefined, folder);
  if (Array.isArray(watch)) throw new Error('it has a fault');
  const refused: RefusedPolicy[] = [];
  const admins = { areReached: true };
  watch.start(async (each) => {
    if (!admins.areReached) throw new Error('the store is down');
    refused.push(each);
  });
  // Looked at by hand from here on.
  watch.stop();
  return { file, folder, watch, refused, admins };
}

async function settle(watch: PolicyWatch) {
  await watch.look();
  await watch.look();
}

const names = (watch: PolicyWatch) => watch.policy().rules.map(({ name }) => name);

describe('a policy file that changes while the bot runs', () => {
  it('is taken up once two looks in a row have shown it', async () => {
    const { file, watch } = await opened('rules: [{ name: one }]');
    writeFileSync(file, 'rules: [{ name: two }]');
    await watch.look();
    expect(names(watch)).toEqual(['one']);
    await watch.look();
    expect(names(watch)).toEqual(['two']);
  });

  it('is not taken up half written, though the half is a policy', async () => {
    const { file, watch } = await opened('rules: [{ name: one }]');
    writeFileSync(file, 'rules:\n  - name: open\n');
    await watch.look();
    writeFileSync(file, 'rules:\n  - name: open\n    maxWindow: 1d\n');
    await watch.look();
    expect(names(watch)).toEqual(['one']);
    await watch.look();
    expect(watch.policy().rules).toMatchObject([{ name: 'open', maxWindowMs: 86_400_000 }]);
  });

  it('changes nothing when it has a fault, which is reported once, with its place', async () => {
    const { file, watch, refused } = await opened('rules: [{ name: one }]');
    writeFileSync(file, 'rules:\n  - nam: one\n');
    await settle(watch);
    await settle(watch);
    expect(names(watch)).toEqual(['one']);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.faults[0]).toMatchObject({ line: 2, column: 5 });
  });

  it('is reported again when the report failed, and once more for another fault', async () => {
    const { file, watch, refused, admins } = await opened('');
    admins.areReached = false;
    writeFileSync(file, 'rulez: []');
    await watch.look();
    await expect(watch.look()).rejects.toThrow('the store is down');
    admins.areReached = true;
    await watch.look();
    writeFileSync(file, 'rulex: []');
    await settle(watch);
    expect(new Set(refused.map(({ id }) => id)).size).toBe(2);
    expect(refused).toHaveLength(2);
  });

  it('changes nothing when it is deleted, emptied or unreadable; a comment alone is the default policy', async () => {
    const { file, watch, refused } = await opened('rules: [{ name: one }]');
    rmSync(file);
    mkdirSync(file);
    await settle(watch);
    expect(names(watch)).toEqual(['one']);
    expect(refused).toHaveLength(1);
    rmSync(file, { recursive: true });
    await settle(watch);
    writeFileSync(file, '\n');
    await settle(watch);
    expect(names(watch)).toEqual(['one']);
    expect(refused.map(({ faults }) => faults[0]?.fault)).toEqual([
      'cannot be read (EISDIR)',
      'is gone or empty',
      'is gone or empty',
    ]);
    writeFileSync(file, '# the default is fine');
    await settle(watch);
    expect(watch.policy()).toEqual(defaultPolicy);
  });

  it('is found where it was moved into place, as a mounted file is replaced', async () => {
    const { file, folder, watch } = await opened('rules: [{ name: one }]');
    writeFileSync(join(folder, 'next.yaml'), 'rules: [{ name: two }]');
    renameSync(join(folder, 'next.yaml'), file);
    await settle(watch);
    expect(names(watch)).toEqual(['two']);
  });
});
