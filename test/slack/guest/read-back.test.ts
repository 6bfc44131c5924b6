import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wishedTerms } from '../../../src/domain/invite.ts';
import { valuesOf } from '../../../src/sandbox/slack/views/input-values.ts';
import { updateModal } from '../../../src/slack/guest/change-form/update-form.ts';
import { withFolds } from '../../../src/slack/guest/invite-form/form-lines.ts';
import { type InviteForm, inviteModal } from '../../../src/slack/guest/invite-form/invite-form.ts';
import { readInviteForm, readUpdateForm } from '../../../src/slack/guest/invite-form/read-invite-form.ts';
import { noRepeat } from '../../../src/slack/guest/invite-form/repeat-blocks.ts';
import { isReadable } from '../../../src/slack/readable.ts';
import { anInvite } from '../../support/an-invite.ts';

/** The modal as Slack returns it when nobody touched it. */
function untouched(view: ModalView): Pick<ViewOutput, 'state' | 'private_metadata'> {
  const values = valuesOf(view.blocks, {}, 'C1') as unknown as ViewOutput['state']['values'];
  return { state: { values }, private_metadata: view.private_metadata ?? '' };
}

const languages = ['en', 'de'].map((tag) => ({ tag, name: tag, isDefault: tag === 'en' }));
const lines = { others: '', host: '', unread: '', times: 'x', channel: '', cost: 'x', clash: '', languages };
const approval = {
  need: { rule: 'long', by: ['leads'], count: 1, needsReason: false, causes: [{ kind: 'rule' as const }] },
  key: '0a1b2c3d',
  mayBypass: true,
};
const text = (max: number) => fc.string({ minLength: 1, maxLength: max }).map((each) => each.replaceAll(/\s/g, '.'));
const date = fc.constantFrom('2026-11-24', '2027-03-28', '2026-10-25');
const time = fc.constantFrom('00:00', '02:30', '14:15', '23:59');

const form: fc.Arbitrary<InviteForm> = fc.record({
  email: fc.oneof(fc.constant(''), text(254)),
  host: fc.option(fc.record({ id: text(27), name: text(75) }), { nil: undefined }),
  eventName: fc.oneof(fc.constant(''), text(100)),
  permissions: fc.record({ keyboard: fc.boolean(), mouse: fc.boolean(), gamepad: fc.boolean() }),
  time: fc.record({
    zone: fc.constantFrom('Europe/Paris', 'UTC', 'Asia/Calcutta'),
    start: fc.record({
      choice: fc.constantFrom('now' as const, 'at' as const),
      date,
      time,
      fold: fc.constant(undefined),
    }),
    end: fc.record({
      choice: fc.constantFrom('for' as const, 'at' as const),
      date,
      time,
      duration: fc.constantFrom('', '2h', '90m'),
      fold: fc.constant(undefined),
    }),
  }),
  message: fc.oneof(fc.constant(''), text(1000)),
  language: fc.constantFrom('de', 'en'),
  sendEmail: fc.boolean(),
  approval: fc.record({ reason: fc.oneof(fc.constant(''), text(500)), bypass: fc.boolean() }),
  channelId: fc.constant('C1'),
  checked: fc.option(fc.record({ channelId: fc.constant('C1'), isShared: fc.boolean(), isKnown: fc.boolean() }), {
    nil: undefined,
  }),
  showsMore: fc.boolean(),
  repeat: fc.oneof(
    fc.constant(noRepeat),
    fc.record({
      kind: fc.constantFrom('none' as const, 'weekdays' as const, 'weekly' as const),
      weekdays: fc.constantFrom([1], [1, 3, 5], [6, 7]),
      until: date,
    }),
  ),
  presetNo: fc.nat(3),
  hostNo: fc.nat(3),
  lengthNo: fc.nat(3),
});

/** What the form asks about a time that comes twice is answered by its own proposal. */
const plain = (each: InviteForm['time']) => ({
  zone: each.zone,
  start: { ...each.start, fold: undefined },
  end: { ...each.end, fold: undefined },
});

it('reads back what the invite form shows, for any form', () => {
  fc.assert(
    fc.property(form, (wanted) => {
      const shown = { ...wanted, time: withFolds(wanted.time) };
      const view = inviteModal(shown, { ...lines, approval });
      const read = readInviteForm(untouched(view));
      // What it is called is looked up, and not read back.
      const { host, ...rest } = wanted;
      expect({ ...read, time: plain(read.time) }).toEqual({ ...rest, hostId: host?.id, time: plain(wanted.time) });
      expect(isReadable({ callback_id: '', private_metadata: '', ...view })).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('reads back what the update form shows, for any form', () => {
  fc.assert(
    fc.property(form, ({ host, permissions, time: times, sendEmail, approval: answer, presetNo, hostNo, lengthNo }) => {
      const wanted = {
        permissions,
        time: times,
        sendEmail,
        approval: answer,
        presetNo,
        hostNo,
        lengthNo,
        shown: wishedTerms(anInvite({})),
      };
      const view = updateModal(anInvite({}), { ...wanted, host, time: withFolds(times) }, { ...lines, approval });
      const read = readUpdateForm(untouched(view));
      expect({ ...read, time: plain(read.time) }).toEqual({ ...wanted, hostId: host?.id, time: plain(wanted.time) });
      expect(isReadable({ callback_id: '', private_metadata: '', ...view })).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('a folded message fits into the metadata of a modal, whatever is in it', () => {
  for (const message of [
    '"'.repeat(1_000),
    '\\'.repeat(1_000),
    '\n\t'.repeat(500),
    '\u0001x'.repeat(500),
    '🎬'.repeat(500),
  ]) {
    const [shown] = fc.sample(form, 1);
    if (shown === undefined) throw new Error('no form');
    const view = inviteModal({ ...shown, showsMore: false, message, time: withFolds(shown.time) }, lines);
    // Slack: at most 3000 characters.
    expect(view.private_metadata?.length).toBeLessThanOrEqual(3_000);
  }
});
