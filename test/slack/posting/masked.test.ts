import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedInvite } from '../../../src/domain/masking.ts';
import { noOtherAccess } from '../../../src/domain/other-access.ts';
import { problem } from '../../../src/domain/problem.ts';
import { maskAddresses, maskEmail } from '../../../src/domain/text/email.ts';
import { inviteCard } from '../../../src/slack/guest/card/invite-card.ts';
import { digestMessage } from '../../../src/slack/guest/notices/digest.ts';
import { noticeMessage } from '../../../src/slack/guest/notices/notice.ts';
import { memberCard } from '../../../src/slack/member/card/member-card.ts';
import { maskedMessage, maskedRow } from '../../../src/slack/posting/masked.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { anInvite } from '../../support/an-invite.ts';

it.each([
  ['ana@example.com', 'a…@example.com'],
  ['a@example.com', 'a…@example.com'],
  ['ana.silva+guest@example.com', 'a…@example.com'],
  ['"odd name"@example.com', '"…@example.com'],
  ['Ana Silva <ana@example.com>', 'A…@example.com>'],
  ['nobody at all', 'n…'],
  ['🎬film@example.com', '🎬…@example.com'],
  ['@example.com', '…@example.com'],
  ['', '…'],
])('masks “%s” to “%s”', (email, masked) => expect(maskEmail(email)).toBe(masked));

it.each([
  ['for ana@example.com and *tom@example.org*', 'for a…@example.com and *t…@example.org*'],
  ['(ana@example.com)', '(a…@example.com)'],
  ['a long one: ana.silva+guest@exam…', 'a long one: a…@exam…'],
  ['a…@example.com', 'a…@example.com'],
  ['by <@U123>, at 14:00, for 12@ each', 'by <@U123>, at 14:00, for 12@ each'],
])('masks “%s” in a text to “%s”', (text, masked) => expect(maskAddresses(text)).toBe(masked));

describe('messages for people of another company have no address', () => {
  const local = fc.stringMatching(/^[a-z][a-z0-9.+'-]{2,30}[a-z]$/).filter((each) => !each.includes('..'));
  const NOW = Date.UTC(2026, 10, 23, 9, 0);
  const inside = fc.record({ guest: local, other: local, place: fc.constantFrom('event', 'problem', 'nowhere') });

  it('in a card, a notice or a digest of an invite', () => {
    fc.assert(
      fc.property(inside, ({ guest, other, place }) => {
        const said = `for ${other}@secret.example`;
        const invite = anInvite({
          guestEmail: `${guest}@guest.example`,
          ...(place === 'event' ? { eventName: said } : {}),
          ...(place === 'problem'
            ? { problem: problem('provider_rejected', { provider: 'parsec', message: said }) }
            : {}),
        });
        const masked = maskedInvite(invite);
        const messages = [
          inviteCard(masked, NOW),
          inviteCard({ ...masked, state: 'failed' }, NOW),
          digestMessage(
            [masked, masked].map((each) => ({ invite: each, access: noOtherAccess })),
            NOW,
          ),
          noticeMessage(masked, { name: 'ends_soon', facts: {} }, NOW),
          noticeMessage(masked, { name: 'cancelled', facts: { by: 'U1' } }, NOW),
          noticeMessage(
            masked,
            { name: 'change_refused', facts: { problem: 'provider_rejected', message: said } },
            NOW,
          ),
        ].map(maskedMessage);
        expect(messages.length).toBeGreaterThan(5);
        const sent = JSON.stringify(messages);
        expect(sent).not.toContain(`${guest}@`);
        expect(sent).not.toContain(`${other}@`);
        expect(sent).toContain(`${guest[0]}…@guest.example`);
      }),
      { numRuns: 200 },
    );
  });

  it('in the card of a batch, no matter what was pasted', () => {
    const batch = aMemberBatch({});
    const rows = memberRowsOf(batch, [
      { email: 'rui@example.com', state: 'invited' },
      { email: 'Kim Novak <kim@example.com', state: 'failed', problem: problem('email_invalid') },
      { email: 'josé@example.com', state: 'failed', problem: problem('email_letters', { text: 'josé' }) },
      {
        email: 'tom@example.com',
        state: 'failed',
        problem: problem('provider_rejected', { provider: 'parsec', message: 'tom@example.com is blocked' }),
      },
    ]);
    const sent = JSON.stringify(maskedMessage(memberCard(batch, rows.map(maskedRow))));
    expect(sent).not.toMatch(/rui|Novak|kim@|jos|tom/);
    expect(sent).toContain('r…@example.com');
  });
});
