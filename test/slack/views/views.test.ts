import { describe, expect, it } from 'vitest';
import { messageFaults, viewFaults, viewIsTooLarge } from '../../../src/sandbox/slack/blocks/check-view.ts';
import { renderHome, renderMessage, renderView } from '../../support/render-view.ts';
import { allHomes, allMessages, allModals } from './all-views.ts';
import { readAsMarkup } from './as-typed.ts';
import { answers, cards } from './gallery.ts';
import { memberAnswers, memberCards } from './member-gallery.ts';
import { auditSentences } from './record-gallery.ts';

const snapshot = (kind: string, name: string) => `./snapshots/${kind}/${name}.txt`;
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const knows = () => true;

for (const [kind, messages] of Object.entries(allMessages)) {
  describe(kind, () => {
    it('are some', () => expect(Object.keys(messages).length).toBeGreaterThan(8));
    for (const [name, message] of Object.entries(messages)) {
      it(`${name}: is accepted by Slack and reads as before`, async () => {
        expect(messageFaults(message.blocks, knows)).toEqual([]);
        expect(message.text).not.toBe('');
        expect(message.text.length).toBeLessThan(4000);
        // Half a surrogate pair is no letter: what was cut was cut in the wrong place.
        expect(JSON.stringify(message).isWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(message))).toBe(true);
        await expect(renderMessage(message)).toMatchFileSnapshot(snapshot(kind, name));
      });
      it(`${name}: shows no typed text as markup`, () => {
        expect(readAsMarkup(message.blocks)).toEqual([]);
        expect(message.text).not.toMatch(/<!channel>|<[@#]\w*EVIL|<https:\/\/evil/);
      });
    }
  });
}

describe('modals', () => {
  it('are some', () => expect(Object.keys(allModals).length).toBeGreaterThan(8));
  for (const [name, view] of Object.entries(allModals)) {
    it(`${name}: is accepted by Slack and reads as before`, async () => {
      expect(viewFaults(view, 'modal', knows)).toEqual([]);
      expect(viewIsTooLarge(view)).toBe(false);
      await expect(renderView(view)).toMatchFileSnapshot(snapshot('modals', name));
    });
    it(`${name}: shows no typed text as markup`, () => {
      expect(readAsMarkup(view)).toEqual([]);
    });
  }
});

describe('homes', () => {
  it('are some', () => expect(Object.keys(allHomes).length).toBeGreaterThan(8));
  for (const [name, view] of Object.entries(allHomes)) {
    it(`${name}: is accepted by Slack and reads as before`, async () => {
      expect(viewFaults(view, 'home', knows)).toEqual([]);
      expect(viewIsTooLarge(view)).toBe(false);
      await expect(renderHome(view)).toMatchFileSnapshot(snapshot('homes', name));
    });
    it(`${name}: shows no typed text as markup`, () => {
      expect(readAsMarkup(view)).toEqual([]);
    });
  }
});

it("shows the guest's link to people who may change the invite, and to nobody else", () => {
  expect(json(answers['details-own'])).toContain('parsec.app/g/secret');
  expect(json(answers['details-others'])).not.toContain('parsec.app/g/secret');
  for (const card of Object.values(cards)) expect(json(card)).not.toContain('parsec.app/g/secret');
});

it('shows join links in the list of the inviter, and on no card', () => {
  expect(json(memberAnswers['member-links'])).toContain('parsec.app/join/secret');
  for (const card of Object.values(memberCards)) expect(json(card)).not.toContain('parsec.app/join/secret');
});

it('names everybody who was refused, page by page', () => {
  expect(json(memberCards['members-nasty'])).toContain('…and 275 more refused.');
  expect(json(memberAnswers['member-refused'])).toContain('member:refused:next');
});

it('names the zone of every time', () => {
  const shown = [
    ...Object.values(allMessages).flatMap(Object.values),
    ...Object.values(allModals),
    ...Object.values(allHomes),
  ]
    .map(json)
    .join('\n');
  const times = [...shown.matchAll(/\d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2}(.{0,3})/g)];
  expect(times.length).toBeGreaterThan(100);
  expect(times.filter(([, behind]) => behind !== ' in').map(([time]) => time)).toEqual([]);
});

it('gives a button only an id, and a menu option also the name of its action', () => {
  const values = Object.values(cards).flatMap((card) =>
    [...JSON.stringify(card.blocks).matchAll(/"value":"([^"]*)"/g)].map((found) => found[1]),
  );
  expect(values.length).toBeGreaterThan(10);
  const menu = ['update', 'kick', 'link', 'calendar', 'cancel', 'show'].map((action) => `${action}:inv_test`);
  expect(new Set(values)).toEqual(new Set(['inv_test', ...menu]));
});

it('shows every text as it was typed: none becomes a link or an emoji by itself', () => {
  const texts = [
    ...Object.values(allMessages).flatMap(Object.values),
    ...Object.values(allModals),
    ...Object.values(allHomes),
  ].flatMap(textsOf);
  expect(texts.length).toBeGreaterThan(1_000);
  expect(texts.filter(({ type, verbatim }) => type === 'mrkdwn' && verbatim !== true)).toEqual([]);
  expect(texts.filter(({ type, emoji }) => type === 'plain_text' && emoji !== false)).toEqual([]);
});

function textsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && (value.type === 'mrkdwn' || value.type === 'plain_text') ? [{ ...value }] : [];
  return [...own, ...Object.values(value).flatMap(textsOf)];
}

it('has a sentence for every entry of the audit log', async () => {
  expect(auditSentences.filter((each) => /undefined|[a-z]_[a-z]| {2}/.test(each))).toEqual([]);
  await expect(`${auditSentences.join('\n')}\n`).toMatchFileSnapshot(snapshot('modals', 'audit-sentences'));
});
