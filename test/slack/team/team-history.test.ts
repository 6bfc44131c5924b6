import { describe, expect, it } from 'vitest';
import { historyActions, historyKinds } from '../../../src/flows/shared/history-actions.ts';
import type { HistoryEntry } from '../../../src/flows/team/read-history.ts';
import { viewFaults, viewIsTooLarge } from '../../../src/sandbox/slack/blocks/check-view.ts';
import { historyCopy } from '../../../src/slack/team/history/history-copy.ts';
import { HISTORY_SIZE, historyModal, readHistoryForm } from '../../../src/slack/team/history/team-history.ts';
import { renderView } from '../../support/render-view.ts';
import { AT, entry, guests, historyLines, known, memory, samples, systems } from './team-gallery.ts';

/** Text as unkind as people and systems let it be. */
const nasty = `<!channel> <https://evil.example|x> *b* & "q" \n ${'é🎬'.repeat(80)}`;

describe('the history of actions', () => {
  it('has a sentence for every action with every result', () => {
    expect(Object.keys(historyActions).toSorted()).toEqual(
      [...new Set(samples.map(({ action }) => action))].toSorted(),
    );
    expect(historyLines.join('\n')).toMatchInlineSnapshot(`
      "<@U9> removed *Tom* (tom@x.example) from Truvera.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. No result yet.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Truvera's answer was lost, so Guestlist can't tell whether this was done.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Withdrawn.
      <@U9> tried to remove *Tom* (tom@x.example) from Truvera. Not done: Truvera refused: Owner cannot be removed.
      <@U9> tried to remove *Tom* (tom@x.example) from Truvera. Not done: Truvera asked Guestlist to wait.
      <@U9> tried to remove *Tom* (tom@x.example) from Truvera. Not done: something gone.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Not done yet: Truvera doesn't accept Guestlist's key. Tell the person who runs Guestlist. Guestlist keeps trying.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Not done yet: Truvera's answer was lost. Guestlist keeps trying.
      <@U9> asked to remove *Tom* (tom@x.example) from Truvera. Not done yet: Guestlist's key lacks the Truvera permission “Manage”. Tell the person who runs Guestlist. Guestlist keeps trying.
      <@U9> asked to invite 3 people to Snyk as Developer. 2 of 3 invited, 1 refused.
      <@U9> asked to invite 1 person to Truvera. 0 of 1 invited so far.
      <@U9> retried inviting 2 people to Truvera. 2 of 3 invited, 1 refused.
      <@U9> changed *Tom*'s role at Truvera to administrator.
      <@U9> resent *tom@x.example*'s invite to Truvera.
      <@U9> changed somebody's pending invite to Truvera.
      <@U9> cancelled *tom@x.example*'s pending invite to Truvera.
      <@U9> changed what Guestlist posts in <#C1>: warnings 30 minutes before the end instead of 15.
      <@U9> changed what Guestlist posts in <#C1>: updates go to each card's thread only; no warnings before the end, instead of 15 minutes before; starts are posted.
      <@U9> changed what Guestlist posts in <#C1>: warnings 5 minutes before the end instead of none; starts are no longer posted.
      <@U9> took over the invite for *ana@example.com* on Edit 1 (Render review) from <@U1>.
      <@U9> changed the invite for *ana@example.com* on Edit 1 (Render review), invited by <@U1>: the computer to Edit 2; the end to <!date^1795424400^{date_short_pretty} at {time}|Mon 23 Nov 2026, 09:00 in UTC>.
      <@U9> changed the invite for *ana@example.com* on Edit 1 (Render review), invited by <@U1>.
      <@U9> disconnected *ana@example.com* on Edit 1 (Render review), invited by <@U1>.
      <@U9> cancelled the invite for *ana@example.com* on Edit 1 (Render review), created in Parsec."
    `);
  });

  it('names an operation of /team by its title, and one that no longer exists by its name', () => {
    const kick = entry({ area: 'parsec', action: 'Kick User', facts: {}, shown: ['Computer: Edit 1'] });
    expect(historyCopy(kick, 'Disconnect somebody')).toBe(
      '<@U9> ran *Disconnect somebody* at Parsec (Computer: Edit 1).',
    );
    expect(historyCopy({ ...kick, shown: [], outcome: { kind: 'open' } }, undefined)).toBe(
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

describe('the history modal', () => {
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
  ] as const)('%s: is accepted by Slack and reads as before', async (name, asked, shown) => {
    const view = historyModal(asked, shown, known, systems);
    expect(viewFaults(view, 'modal', () => true)).toEqual([]);
    expect(viewIsTooLarge(view)).toBe(false);
    expect(JSON.stringify(view)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<(!channel|https:\/\/evil)/);
    await expect(renderView(view)).toMatchFileSnapshot(`./snapshots/modals/team-history-${name}.txt`);
  });

  it('is read back as it was shown, with what was chosen since', () => {
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
