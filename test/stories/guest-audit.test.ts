import { afterEach, describe, expect, it } from 'vitest';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { guest, invited, press, topView, whisper } from '../support/gestures.ts';
import { csvRows, filesFor } from '../support/report-gestures.ts';
import { viewText, withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

/** Opens the audit log with these words, once it shows something. */
async function open(person: string, words: string): Promise<OpenView> {
  await guest(world, person, words);
  return topView(world, person, 'audit_log');
}
const says = (view: OpenView, ...texts: readonly string[]) =>
  world.slack.until(`the log says ${texts.join(', ')}`, () => texts.every((text) => viewText(view).includes(text)));
const lacks = (view: OpenView, ...texts: readonly string[]) =>
  world.slack.until(`the log no longer says ${texts.join(', ')}`, () =>
    texts.every((text) => !viewText(view).includes(text)),
  );

/** Mia invites Ana to Edit 1, and Ben Zoe to Edit 2; an admin cancels Mia's. */
async function aDay(): Promise<void> {
  const { mia, ben, ada } = world.people;
  const card = await invited(world, mia);
  await invited(world, ben, { email: 'zoe@client.example', host: 'Edit 2', event: '=Grading' });
  world.clock.advance(60_000);
  await press(world, ada, card, 'invite:cancel');
  await world.slack.as(ada).submit((await topView(world, ada, 'cancel_form')).id);
  await world.slack.until('it is cancelled', () => card.text.includes(': cancelled'));
}

/** Writes so many more entries of Mia's into the log, a second apart. */
async function manyEntries(count: number): Promise<void> {
  const workspaceId = world.slack.teamId;
  await withStore(world, async (store) => {
    for (let from = 0; from < count; from += 500) {
      await store.transaction(async (tx) => {
        for (let nth = from; nth < Math.min(count, from + 500); nth++) {
          await tx.insertAudit({
            id: `many_${nth}`,
            workspaceId,
            subject: 'report/credits',
            at: world.clock.now() - (count - nth) * 1_000,
            actor: world.people.mia,
            action: 'report_made',
            facts: { nth },
          });
        }
      });
    }
  });
}

describe.each(overSocket)('/guest audit over %s', (transport) => {
  it('shows an admin what everybody did, newest first, with filters', async () => {
    world = await startWorld({ transport });
    await aDay();
    const { mia, ben, ada } = world.people;
    const user = world.slack.as(ada);
    const view = await open(ada, 'audit');
    const lines = [
      `<@${ada}> cancelled the invite. *ana@example.com* on Edit 1 (Render review)`,
      `<@${ada}> asked to cancel the invite. *ana@example.com* on Edit 1`,
      `<@${ben}> requested the invite. *zoe@client.example* on Edit 2`,
      `<@${mia}> requested the invite. *ana@example.com* on Edit 1 (Render review)`,
    ];
    await says(view, ...lines, 'Parsec created the invite. *ana@example.com*');
    const at = lines.map((line) => viewText(view).indexOf(line));
    expect(at).toEqual(at.toSorted((a, b) => a - b));

    const choose = (actionId: string, value: string) => user.act({ viewId: view.id }, { actionId }, value);
    await choose('audit:who', ben);
    await lacks(view, 'ana@example.com');
    await says(view, 'zoe@client.example');
    await user.act({ viewId: view.id }, { actionId: 'audit:clear' });
    await says(view, 'ana@example.com');
    await choose('audit:kind', 'cancel');
    await lacks(view, 'requested the invite');
    await choose('audit:via', 'button');
    await says(view, 'Nothing matches.');
    await choose('audit:via', 'form');
    await says(view, 'asked to cancel the invite');
    await choose('audit:from', '2026-11-24');
    await says(view, 'Nothing matches.');
    await choose('audit:from', '2026-11-23');
    await says(view, 'asked to cancel the invite');
    await user.fill(view.id, { blockId: 'search' }, 'EDIT 2');
    await user.submit(view.id);
    await says(view, 'Nothing matches.');
  });
});

describe('/guest audit', () => {
  it('opens with what was typed after it', async () => {
    world = await startWorld();
    await aDay();
    const { ada } = world.people;
    for (const [words, has, hasNot] of [
      ['@ben', 'zoe@client.example', 'ana@example.com'],
      ['cancels', 'asked to cancel', 'requested'],
      ['zoe@client', 'zoe@client.example', 'ana@example.com'],
      ['edit 1', 'ana@example.com', 'zoe@client.example'],
      ['2026-05', 'Nothing matches.', 'ana@example.com'],
      ['2026-11-23 requests', 'requested the invite', 'cancel the invite'],
    ] as const) {
      const view = await open(ada, `audit ${words}`);
      await says(view, has);
      expect(viewText(view)).not.toContain(hasNot);
      await world.slack.as(ada).close(view.id, true);
    }
  });

  it('shows all of an entry: surface, before and after, and its place in the log', async () => {
    world = await startWorld();
    await aDay();
    const { ada } = world.people;
    const view = await open(ada, 'audit cancels');
    await says(view, 'asked to cancel');
    const blocks = view.view.blocks as { block_id?: string; text?: { text?: string } }[];
    const blockId = blocks.find(({ text }) => text?.text?.includes('asked to cancel'))?.block_id ?? '';
    await world.slack.as(ada).act({ viewId: view.id }, { actionId: 'audit:details', blockId });
    const details = viewText(await topView(world, ada, 'audit_entry'));
    for (const part of ['*Who*', '*Through*\\nForm', '*State*: granted → cancelling', 'cancel_asked', 'hash'])
      expect(details).toContain(part);
  });

  it('pages through 10,000 entries, and back', async () => {
    world = await startWorld();
    await manyEntries(10_000);
    const { ada } = world.people;
    const user = world.slack.as(ada);
    const view = await open(ada, 'audit');
    await says(view, '1 to 15, and more');
    const turn = async (to: 'next' | 'previous', shown: string) => {
      await user.act({ viewId: view.id }, { actionId: `audit:page:${to}` });
      await says(view, shown);
    };
    await turn('next', '16 to 30, and more');
    const entries = () => viewText(view).match(/"value":"[0-9a-z]+\.[0-9a-z]+"/g);
    const second = entries();
    await turn('next', '31 to 45, and more');
    await turn('previous', '16 to 30, and more');
    expect(second?.length).toBe(16);
    expect(entries()).toEqual(second);
    await turn('previous', '1 to 15, and more');
  });

  it('exports what the filters leave as CSV and JSONL, and says in the log that it did', async () => {
    world = await startWorld();
    await aDay();
    const { ada } = world.people;
    await guest(world, ada, 'audit export zoe@client.example');
    await whisper(world, ada, 'entries are in your direct messages from Guestlist.');
    const [csv, jsonl] = filesFor(world, ada);
    expect([csv?.name, jsonl?.name]).toEqual([
      'guestlist-audit-2026-11-23-0901.csv',
      'guestlist-audit-2026-11-23-0901.jsonl',
    ]);
    const rows = csvRows(csv?.text ?? '');
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.at(-1)).toMatchObject({
      'Time (UTC)': expect.stringContaining('2026-11-23T09:00:0') as string,
      'Time (Europe/London)': '2026-11-23 09:00',
      Person: world.people.ben,
      Action: 'requested',
      What: 'requested the invite',
      Guest: 'zoe@client.example',
      Computer: 'Edit 2',
      Event: "'=Grading",
      Through: 'Form',
      'Allowed by': 'default',
    });
    const records = (jsonl?.text ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number });
    expect(records.map(({ seq }) => String(seq))).toEqual(rows.map(({ Entry }) => Entry));
    const view = await open(ada, 'audit reports');
    await says(view, `<@${ada}> exported the audit log.`);
  });

  it('exports 10,000 entries, each once, newest first', async () => {
    world = await startWorld();
    await manyEntries(10_000);
    const { ada } = world.people;
    const view = await open(ada, 'audit');
    await world.slack.as(ada).act({ viewId: view.id }, { actionId: 'audit:export:csv' });
    await says(view, '10,000 entries are in your direct messages');
    const rows = csvRows(filesFor(world, ada)[0]?.text ?? '');
    expect(rows.map(({ Entry }) => Number(Entry))).toEqual(Array.from({ length: 10_000 }, (_, nth) => 10_000 - nth));
  });

  it('says so when nothing matches, and when the files cannot be sent', async () => {
    world = await startWorld({ withoutScopes: ['files:write'] });
    const { ada, mia } = world.people;
    await guest(world, ada, 'audit export csv 2026-05');
    await whisper(world, ada, 'Nothing matches, so there is no file.');
    await invited(world, mia);
    await guest(world, ada, 'audit export');
    await whisper(world, ada, "Guestlist couldn't send the files.");
    expect(viewText(await open(ada, 'audit 2026-05'))).toContain('Nothing matches.');
  });

  it('works without Parsec, and says that the log is empty', async () => {
    world = await startWorld({ withoutParsec: true });
    await says(await open(world.people.ada, 'audit'), 'The audit log is empty.');
  });
});

describe('the history of a coordinator', () => {
  it.each(['audit', 'history'])(
    'is what the coordinator did, and what was done to own invites (/guest %s)',
    async (word) => {
      world = await startWorld();
      await aDay();
      const { mia, ben, ada } = world.people;
      const hers = await open(mia, word);
      await says(hers, `<@${mia}> requested the invite`, `<@${ada}> asked to cancel the invite`);
      expect(viewText(hers)).toContain('your own invites');
      expect(viewText(hers)).not.toContain('zoe@client.example');
      expect(viewText(hers)).not.toContain(`<@${ben}>`);
      const his = await open(ben, word);
      await says(his, `<@${ben}> requested the invite. *zoe@client.example*`);
      expect(viewText(his)).not.toContain('ana@example.com');
      expect(viewText(his)).not.toContain(`<@${ada}>`);
    },
  );

  it('exports nothing of others, whatever is typed', async () => {
    world = await startWorld();
    await aDay();
    const { ben } = world.people;
    await guest(world, ben, 'audit export');
    await whisper(world, ben, 'in your direct messages from Guestlist.');
    const [csv, jsonl] = filesFor(world, ben);
    expect(csv?.name).toContain('guestlist-history-');
    for (const text of [csv?.text, jsonl?.text]) {
      expect(text).toContain('zoe@client.example');
      expect(text).not.toContain('ana@example.com');
    }
    await guest(world, ben, 'audit export @mia');
    await whisper(world, ben, 'Nothing matches, so there is no file.');
  });

  it('opens no entry of others, also with its place in hand', async () => {
    world = await startWorld();
    await aDay();
    const { ben, ada } = world.people;
    const all = await open(ada, 'audit ana@example.com');
    await says(all, 'ana@example.com');
    const blocks = all.view.blocks as { accessory?: { value?: string } }[];
    const places = blocks.flatMap(({ accessory }) => accessory?.value ?? []);
    expect(places.length).toBeGreaterThan(2);
    const his = await open(ben, 'history');
    await world.slack.as(ben).act({ viewId: his.id }, { actionId: 'audit:details' });
    await topView(world, ben, 'audit_entry');
    const click = world.slack.deliveries.findLast(({ payload }) => JSON.stringify(payload).includes('audit:details'));
    for (const place of places) {
      const payload = structuredClone(click?.payload ?? {}) as { actions?: { value?: string }[]; view?: object };
      Object.assign(payload.actions?.[0] ?? {}, { value: place });
      await world.slack.forge(ben, 'interactive', payload);
    }
    const shown = JSON.stringify(
      world.slack.calls.filter(({ method }) => method === 'views.push').slice(-places.length),
    );
    expect(shown).toContain("you can't see it");
    expect(shown).not.toContain('ana@example.com');
  });

  it('is all a person has who was an admin when the modal was opened', async () => {
    world = await startWorld();
    await aDay();
    const { ada } = world.people;
    const view = await open(ada, 'audit');
    await says(view, 'zoe@client.example');
    Object.assign(world.slack.people.find(({ id }) => id === ada) ?? {}, { kind: 'member' });
    world.clock.advance(61_000);
    await world.slack.as(ada).submit(view.id);
    await lacks(view, 'zoe@client.example');
    await says(view, 'asked to cancel the invite');
  });
});

it.each(['guest', 'external'] as const)('a %s sees no log and no history', async (who) => {
  world = await startWorld();
  const person = world.people[who];
  for (const word of ['audit', 'history', 'audit export', 'report']) {
    await guest(world, person, word);
    await whisper(
      world,
      person,
      who === 'guest' ? "Guest accounts can't use Guestlist" : 'Only members of this workspace',
    );
  }
  expect(world.slack.as(person).views()).toEqual([]);
  expect(await withStore(world, (store) => store.readAudit({ workspaceId: world.slack.teamId, limit: 9 }))).toEqual({
    entries: [],
  });
});
