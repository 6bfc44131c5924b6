import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinds } from '../../../src/sandbox/page/elements/element.ts';
import { drawings } from '../../../src/sandbox/page/mrkdwn/emoji-drawings.ts';
import { elements } from '../../../src/sandbox/slack/blocks/elements.ts';

// The page must show everything the bot shows in Slack.

const folder = new URL('../../../src/slack/', import.meta.url).pathname;
const bot = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const found = (pattern: RegExp) => [...new Set([...bot.matchAll(pattern)].map(([, name = '']) => name))];

test('the page draws every emoji the bot uses', () => {
  const written = found(/(?<=['"`\s]):([a-z][a-z0-9_]+):/g);
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter((name) => drawings[name] === undefined)).toEqual([]);
});

test('the page draws every kind of element the bot uses', () => {
  const used = found(/\btype: '([a-z_]+)'/g).filter((name) => Object.hasOwn(elements, name));
  expect(used.length).toBeGreaterThan(9);
  expect(used.filter((name) => kinds[name] === undefined)).toEqual([]);
});
