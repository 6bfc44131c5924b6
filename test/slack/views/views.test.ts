import { describe, expect, it } from 'vitest';
import { messageFaults, viewFaults, viewIsTooLarge } from '../../../src/sandbox/slack/blocks/check-view.ts';
import { answers, cards, modals } from './gallery.ts';

const snapshot = (kind: string, name: string) => `./snapshots/${kind}/${name}.snap.json`;
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const knows = () => true;

for (const [kind, messages] of Object.entries({ cards, answers })) {
  describe(kind, () => {
    it('are some', () => expect(Object.keys(messages).length).toBeGreaterThan(8));
    for (const [name, message] of Object.entries(messages)) {
      it(`${name}: Slack takes it, and it reads as before`, async () => {
        expect(messageFaults(message.blocks, knows)).toEqual([]);
        expect(message.text).not.toBe('');
        expect(message.text.length).toBeLessThan(4000);
        await expect(json(message)).toMatchFileSnapshot(snapshot(kind, name));
      });
      it(`${name}: nothing that was typed is read as markup`, () => {
        const mrkdwn = mrkdwnOf(message.blocks).join('\n');
        expect(mrkdwn).not.toMatch(/<!channel>|<https:\/\/evil|<no>/);
        expect(message.text).not.toMatch(/<!channel>|<https:\/\/evil/);
      });
    }
  });
}

describe('modals', () => {
  it('are some', () => expect(Object.keys(modals).length).toBeGreaterThan(8));
  for (const [name, view] of Object.entries(modals)) {
    it(`${name}: Slack takes it, and it reads as before`, async () => {
      expect(viewFaults(view, 'modal', knows)).toEqual([]);
      expect(viewIsTooLarge(view)).toBe(false);
      await expect(json(view)).toMatchFileSnapshot(snapshot('modals', name));
    });
    it(`${name}: nothing that was typed is read as markup`, () => {
      expect(mrkdwnOf(view.blocks).join('\n')).not.toMatch(/<!channel>|<https:\/\/evil/);
    });
  }
});

it('shows the guest’s link to who may change the invite, and to nobody else', () => {
  expect(json(answers['details-own'])).toContain('parsec.example/g/secret');
  expect(json(answers['details-others'])).not.toContain('parsec.example/g/secret');
  for (const card of Object.values(cards)) expect(json(card)).not.toContain('parsec.example/g/secret');
});

it('gives a button an id and nothing else', () => {
  const values = Object.values(cards).flatMap((card) =>
    [...JSON.stringify(card.blocks).matchAll(/"value":"([^"]*)"/g)].map((found) => found[1]),
  );
  expect(values.length).toBeGreaterThan(10);
  expect(new Set(values)).toEqual(new Set(['inv_test']));
});

function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnOf)];
}
