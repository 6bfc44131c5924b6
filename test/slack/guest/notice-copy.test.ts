import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { noticeCopy } from '../../../src/slack/guest/notices/notice-copy.ts';
import { anInvite } from '../../support/an-invite.ts';

const flows = fileURLToPath(new URL('../../../src/flows/', import.meta.url));

/** The notices that a source enqueues under a name of its own: `name: 'failed'`, or `name: \`changed:${version}\``. */
function noticesIn(source: string): string[] {
  const enqueued = source.matchAll(/kind: 'notice',\s*(?:at: \w+,\s*)?name: (?:'([a-z_]+)'|`([a-z_]+):)/g);
  return [...enqueued].map(([, whole, begin]) => whole ?? begin ?? '');
}

const sources = readdirSync(flows, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const names = [...new Set(sources.flatMap((file) => noticesIn(readFileSync(posix.join(flows, file), 'utf8'))))];

test('finds the notices of the flows', () => {
  expect(names).toEqual(expect.arrayContaining(['failed', 'changed', 'taken_over']));
});

test.each(names)('the notice %s has copy', (name) => {
  expect(noticeCopy(anInvite({}), { name, facts: {} }, 0)).not.toBe('');
});

test('a notice without copy is reported', () => {
  const [name = ''] = noticesIn("await tx.enqueue({ inviteId, kind: 'notice', name: `nothing_like_it:`, at: 0 });");
  expect(() => noticeCopy(anInvite({}), { name, facts: {} }, 0)).toThrow('nothing_like_it');
});
