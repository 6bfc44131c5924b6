import { describe, expect, it } from 'vitest';
import { historyActions, historyKinds } from '../../../src/flows/history-actions.ts';
import type { HistoryEntry, HistoryOutcome } from '../../../src/flows/read-history.ts';
import { teamOperations } from '../../../src/flows/team-operations.ts';
import { viewFaults, viewIsTooLarge } from '../../../src/sandbox/slack/blocks/check-view.ts';
import {
  HISTORY_SIZE,
  type HistoryMemory,
  historyModal,
  readHistoryForm,
} from '../../../src/slack/views/team-history.ts';
import { historyWords } from '../../../src/slack/words/history.ts';
import { benches } from '../../providers/conformance/benches.ts';
import { nobody } from '../../providers/support/nobody.ts';

const AT = Date.UTC(2026, 10, 23, 9);
const known = teamOperations({ providers: benches.map(([, { make }]) => make(nobody)) });
const systems = benches.map(([name]) => name);
const memory: HistoryMemory = { page: 0, no: 0 };
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/** Text as unkind as people and systems let it be. */
const nasty = `<!channel> <https://evil.example|x> *b* & "q" \n ${'é🎬'.repeat(80)}`;

const entry = (parts: Partial<HistoryEntry>): HistoryEntry => ({
  id: 'a',
  at: AT,
  actor: 'U9',
  area: 'truvera',
  action: 'member_remove_asked',
  facts: { name: 'Tom', email: 'tom@x.example' },
  shown: [],
  outcome: { kind: 'done' },
  ...parts,
});
const guests = {
  area: 'guests',
  facts: { inviter: 'U1', guest: 'ana@example.com', host: 'Edit 1', event: 'Render review' },
} as const;
const settings = { area: 'settings', action: 'settings_changed' } as const;

const outcomes: readonly HistoryOutcome[] = [
  { kind: 'done' },
  { kind: 'open' },
  { kind: 'lost' },
  { kind: 'withdrawn' },
  { kind: 'refused', reason: 'provider_rejected', facts: { provider: 'truvera', message: 'Owner cannot be removed.' } },
  { kind: 'refused', reason: 'provider_busy', facts: {} },
  { kind: 'refused', reason: 'something_gone', facts: {} },
  { kind: 'waits', reason: 'provider_unauthorized', facts: { provider: 'truvera' } },
  { kind: 'waits', reason: 'provider_outcome_unknown', facts: { provider: 'truvera' } },
];

const tally = { total: 3, invited: 2, refused: 1, cancelled: 0, open: 0 };

const samples: readonly HistoryEntry[] = [
  ...outcomes.map((outcome) => entry({ outcome })),
  entry({
    outcome: { kind: 'waits', reason: 'provider_forbidden', facts: { provider: 'truvera', permission: 'Manage' } },
    removalId: 'rm_1',
  }),
  entry({ action: 'members_asked', area: 'snyk', facts: { addresses: 3, role: 'Developer' }, tally }),
  entry({
    action: 'members_asked',
    facts: { addresses: 1 },
    tally: { ...tally, total: 1, invited: 0, refused: 0, open: 1 },
  }),
  entry({ action: 'members_retry_asked', facts: { addresses: 2 }, tally }),
  entry({ action: 'member_role_asked', facts: { name: 'Tom', role: 'administrator' } }),
  entry({ action: 'member_resend_asked', facts: { email: 'tom@x.example' } }),
  entry({ action: 'member_edit_asked', facts: {} }),
  entry({ action: 'member_cancel_asked', facts: { email: 'tom@x.example', name: 'tom@x.example' } }),
  entry({ ...settings, facts: { channel: 'C1', warnBefore: 15, warn: 30 } }),
  entry({
    ...settings,
    facts: { channel: 'C1', warnBefore: 15, warn: 0, starts: 1, styleBefore: 'card', style: 'thread' },
  }),
  entry({ ...settings, facts: { channel: 'C1', warnBefore: 0, warn: 5, starts: 0 } }),
  entry({ ...guests, action: 'taken_over', facts: { ...guests.facts, from: 'U1' } }),
  entry({
    ...guests,
    action: 'change_asked',
    facts: {
      ...guests.facts,
      change: JSON.stringify({ endsAt: AT, hostName: 'Edit 2', askedBy: 'U9', sendEmail: true }),
    },
  }),
  entry({ ...guests, action: 'change_asked', facts: { ...guests.facts, change: '"none"' } }),
  entry({ ...guests, action: 'kick_asked' }),
  entry({ ...guests, action: 'cancel_asked', facts: { ...guests.facts, inviter: '' } }),
];

describe('what was done', () => {
  it('has a sentence for every action, whatever came of it', () => {
    expect(Object.keys(historyActions).toSorted()).toEqual(
      [...new Set(samples.map(({ action }) => action))].toSorted(),
    );
    expect(samples.map((each) => historyWords(each, undefined)).join('\n')).toMatchInlineSnapshot(`
      "<@U9> removed *Tom* (tom@x.example) from Truvera.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. No result yet.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Truvera's answer was lost, so nobody knows whether it was done.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. That was withdrawn.
      <@U9> tried to remove *Tom* (tom@x.example) from Truvera. Not done: Truvera refused: Owner cannot be removed.
      <@U9> tried to remove *Tom* (tom@x.example) from Truvera. Not done: Truvera asked to wait.
      <@U9> tried to remove *Tom* (tom@x.example) from Truvera. Not done: something gone.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Not done yet: Truvera does not accept Guestlist's key. Tell the person who runs Guestlist. Guestlist keeps trying.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Not done yet: Truvera's answer was lost. Guestlist keeps trying.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Not done yet: Guestlist's key lacks the Truvera permission “Manage”. Tell the person who runs Guestlist. Guestlist keeps trying.
      <@U9> asked to invite 3 people to Snyk as Developer. 2 of 3 invited, 1 refused.
      <@U9> asked to invite 1 person to Truvera. 0 of 1 invited so far.
      <@U9> asked again to invite 2 people to Truvera after a refusal. 2 of 3 invited, 1 refused.
      <@U9> changed the role of *Tom* at Truvera to administrator.
      <@U9> sent *tom@x.example* the invite to Truvera again.
      <@U9> changed the pending invite of somebody to Truvera.
      <@U9> cancelled the pending invite of *tom@x.example* to Truvera.
      <@U9> changed what Guestlist posts in <#C1>: warnings 30 minutes before the end instead of 15.
      <@U9> changed what Guestlist posts in <#C1>: updates go to each card's thread only; no warnings before the end, instead of 15 minutes before; starts are posted.
      <@U9> changed what Guestlist posts in <#C1>: warnings 5 minutes before the end instead of none; starts aren't posted any more.
      <@U9> took over the invite of *ana@example.com* on Edit 1 (Render review) from <@U1>.
      <@U9> changed the invite of *ana@example.com* on Edit 1 (Render review), invited by <@U1>: the computer to Edit 2; the end to <!date^1795424400^{date_short_pretty} at {time}|Mon 23 Nov 2026, 09:00 in UTC>.
      <@U9> changed the invite of *ana@example.com* on Edit 1 (Render review), invited by <@U1>.
      <@U9> disconnected *ana@example.com* on Edit 1 (Render review), invited by <@U1>.
      <@U9> cancelled the invite of *ana@example.com* on Edit 1 (Render review), made in Parsec's own dashboard."
    `);
  });

  it('names an operation of /team by its title, and one that is gone by its name', () => {
    const kick = entry({ area: 'parsec', action: 'Kick User', facts: {}, shown: ['Computer: Edit 1'] });
    expect(historyWords(kick, 'Disconnect somebody')).toBe(
      '<@U9> ran *Disconnect somebody* at Parsec (Computer: Edit 1).',
    );
    expect(historyWords({ ...kick, shown: [], outcome: { kind: 'open' } }, undefined)).toBe(
      '<@U9> asked to run *Kick User* at Parsec. No result yet.',
    );
  });

  it('finds operations of /team by what they do', () => {
    const of = (pattern: RegExp) => known.filter(({ row }) => pattern.test(row.operation)).length;
    expect(known.length).toBeGreaterThan(30);
    for (const kind of ['change', 'cancel', 'remove', 'kick'] as const)
      expect(of(historyKinds[kind].operations)).toBeGreaterThan(0);
    expect(of(historyKinds.settings.operations)).toBe(0);
    expect(of(historyKinds.team.operations)).toBe(known.length);
  });
});

describe('the history', () => {
  const page = (entries: readonly HistoryEntry[], more = false, at = 0) => ({ entries, page: at, more, newestAt: AT });

  it.each([
    ['nothing', memory, page([])],
    ['no-match', { ...memory, kind: 'remove', text: nasty.slice(0, 200), no: 3 }, page([])],
    ['some', { ...memory, who: 'U9', area: 'snyk', when: 'week', page: 1 }, page(samples.slice(0, 15), true, 1)],
    [
      'nasty',
      memory,
      page(
        Array.from({ length: HISTORY_SIZE }, (_, nth) =>
          entry({
            ...(nth % 2 === 0 ? {} : { ...guests, action: 'cancel_asked' }),
            facts: { name: nasty, email: nasty, guest: nasty, host: nasty, event: nasty, inviter: 'U1' },
            outcome: { kind: 'refused', reason: 'provider_rejected', facts: { message: nasty.repeat(20) } },
          }),
        ),
        true,
      ),
    ],
  ] as const)('%s: Slack takes it, and it reads as before', async (name, asked, shown) => {
    const view = historyModal(asked, shown, known, systems);
    expect(viewFaults(view, 'modal', () => true)).toEqual([]);
    expect(viewIsTooLarge(view)).toBe(false);
    expect(JSON.stringify(view)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<(!channel|https:\/\/evil)/);
    await expect(json(view)).toMatchFileSnapshot(`./snapshots/modals/team-history-${name}.snap.json`);
  });

  it('is read back as it was drawn, with what was chosen since', () => {
    const asked = {
      ...memory,
      who: 'U9',
      area: 'snyk',
      kind: 'remove',
      when: 'week',
      page: 2,
      newestAt: AT,
      no: 4,
    } as const;
    const view = historyModal(asked, page([], false, 2), known, systems);
    const drawn = { private_metadata: view.private_metadata ?? '', state: { values: {} } };
    expect(readHistoryForm(drawn)).toEqual({ ...asked, text: '' });
    const option = (value: string) => ({
      type: 'static_select',
      selected_option: { text: { type: 'plain_text' as const, text: '' }, value },
    });
    const values = {
      'history_filters:4': {
        'history:who': { type: 'users_select', selected_user: 'U1' },
        'history:area': option('all'),
        'history:kind': option('role'),
      },
      search: { value: { type: 'plain_text_input', value: 'tom' } },
    };
    expect(readHistoryForm({ ...drawn, state: { values } })).toEqual({
      ...asked,
      who: 'U1',
      area: undefined,
      kind: 'role',
      text: 'tom',
    });
  });
});
