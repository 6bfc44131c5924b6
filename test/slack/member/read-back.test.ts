import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPastedMembers } from '../../../src/domain/text/pasted-members.ts';
import { valuesOf } from '../../../src/sandbox/slack/views/input-values.ts';
import { type Offered, offeredIn } from '../../../src/slack/blocks/choice-blocks.ts';
import { memoryOf } from '../../../src/slack/blocks/metadata.ts';
import { boxesOf, MOST_BOXES } from '../../../src/slack/member/invite-form/address-blocks.ts';
import {
  type MemberForm,
  type MemberFormFrame,
  memberModal,
} from '../../../src/slack/member/invite-form/member-form.ts';
import { readMemberForm } from '../../../src/slack/member/invite-form/read-member-form.ts';
import { editModal, readTermsForm, roleModal } from '../../../src/slack/member/list/member-terms-form.ts';
import { pendingModal } from '../../../src/slack/member/list/pending-list.ts';
import { ListMetadata } from '../../../src/slack/shared/list-modal.ts';
import { blankFrame, blankMembers } from '../views/member-gallery.ts';

/** The modal as Slack returns it when nobody touched it. */
function untouched(view: ModalView): Pick<ViewOutput, 'state' | 'private_metadata'> {
  const values = valuesOf(view.blocks, {}, 'C1') as unknown as ViewOutput['state']['values'];
  return { state: { values }, private_metadata: view.private_metadata ?? '' };
}

const choices = ['a', 'b', 'c'].map((id) => ({ id, name: `Choice ${id}` }));
const offered: Offered = { state: 'loaded', choices };
const chosen = fc.option(fc.constantFrom(...choices), { nil: undefined });
const asks: fc.Arbitrary<MemberFormFrame['asks']> = fc.record({
  role: fc.constantFrom('required' as const, 'optional' as const, 'none' as const),
  group: fc.boolean(),
  appRule: fc.boolean(),
  names: fc.boolean(),
  sendEmail: fc.constantFrom('always' as const, 'never' as const, 'choice' as const),
});
const form: fc.Arbitrary<MemberForm> = fc.record({
  system: fc.constantFrom('parsec', 'snyk'),
  boxes: fc.array(fc.string({ maxLength: 3000 }), { minLength: 1, maxLength: MOST_BOXES }),
  role: chosen,
  group: chosen,
  appRule: chosen,
  sendEmail: fc.boolean(),
  channelId: fc.constant('C1'),
  checked: fc.option(fc.record({ channelId: fc.constant('C1'), isShared: fc.boolean(), isKnown: fc.boolean() }), {
    nil: undefined,
  }),
  leaveOut: fc.boolean(),
  faultsShown: fc.constantFrom('', 'abc'),
  approval: fc.record({ reason: fc.string({ maxLength: 500 }), bypass: fc.constant(false) }),
});
const fault = { line: 1, raw: 'nobody', reason: 'not an email address' };

it('reads back what the invite form shows, for any form of any system', () => {
  fc.assert(
    fc.property(form, asks, fc.boolean(), (wanted, asked, faulty) => {
      const frame: MemberFormFrame = {
        ...blankFrame,
        systems: ['parsec', 'snyk'],
        asks: asked,
        role: offered,
        group: offered,
        appRule: offered,
        faults: faulty ? [fault] : [],
        good: 2,
      };
      const view = memberModal(wanted, frame);
      expect(readMemberForm(untouched(view))).toEqual({
        ...wanted,
        role: asked.role === 'none' ? undefined : wanted.role,
        group: asked.group ? wanted.group : undefined,
        appRule: asked.appRule ? wanted.appRule : undefined,
        leaveOut: faulty && wanted.leaveOut,
      });
      // What a redrawn form need not ask the system for again.
      if (asked.group) expect(offeredIn(view.blocks, 'group', wanted.system)).toEqual(offered);
      expect(offeredIn(view.blocks, 'group', 'truvera')).toEqual({ state: 'loading' });
    }),
    { numRuns: 200 },
  );
});

it('recognizes a menu that is too long or empty', () => {
  const draw = (role: Offered) =>
    memberModal(
      { ...blankMembers, system: 'snyk' },
      { ...blankFrame, asks: { ...blankFrame.asks, role: 'required' }, role },
    );
  const long: Offered = { state: 'loaded', choices: Array.from({ length: 101 }, (_, n) => ({ id: `${n}`, name: '' })) };
  expect(offeredIn(draw(long).blocks, 'role', 'snyk')).toEqual({ state: 'many' });
  const none: Offered = { state: 'loaded', choices: [] };
  expect(offeredIn(draw(none).blocks, 'role', 'snyk')).toEqual(none);
  expect(offeredIn(draw({ state: 'failed', why: '' }).blocks, 'role', 'snyk')).toEqual({ state: 'loading' });
});

it('reads back what a list and the small forms over it are about', () => {
  fc.assert(
    fc.property(
      fc.record({ system: fc.constantFrom('parsec', 'snyk'), text: fc.string({ maxLength: 200 }), page: fc.nat(99) }),
      fc.record({ id: fc.string({ maxLength: 500 }), who: fc.string({ maxLength: 300 }) }),
      chosen,
      (memory, about, role) => {
        const frame = { systems: ['parsec', 'snyk'], note: '' };
        const able = { resend: true, edit: true, mayChange: () => true, seesAll: true };
        const list = untouched(pendingModal(memory, { state: 'loading' }, able, frame, 0));
        expect(memoryOf(list, ListMetadata)).toEqual(memory);
        const none = { role: undefined, group: undefined, appRule: undefined, memberRole: undefined };
        const edit = editModal({ ...memory, ...about }, blankFrame.asks, {
          role: offered,
          group: offered,
          appRule: offered,
        });
        expect(readTermsForm(untouched(edit))).toEqual({ ...memory, ...about, ...none });
        const roles = roleModal({ ...memory, ...about }, offered, role?.name);
        expect(readTermsForm(untouched(roles))).toEqual({ ...memory, ...about, ...none, memberRole: role });
      },
    ),
    { numRuns: 200 },
  );
});

it('splits a long text between addresses, and loses nothing of it', () => {
  const word = fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.replaceAll(/[\s,;]/g, 'x'));
  const separator = fc.constantFrom(', ', '\n', ' ', ';', '\r\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(word, separator), { minLength: 1, maxLength: 400 }), (parts) => {
      const text = parts.flat().join('');
      const boxes = boxesOf(text);
      expect(Math.max(...boxes.map((box) => box.length))).toBeLessThanOrEqual(3000);
      const words = (from: string) => from.split(/[\s,;]+/).filter((each) => each !== '');
      expect(boxes.flatMap(words)).toEqual(words(text));
    }),
    { numRuns: 100 },
  );
});

it('does not split a long text on one line between a name and its address', () => {
  const people = Array.from({ length: 120 }, (_, nth) => `Ana Maria Adams <p${nth}@example.com>`);
  // So that the end of a box falls on every part of a person.
  for (let length = 1; length < 40; length++) {
    const boxes = boxesOf([`${'x'.repeat(length)}@example.com`, ...people].join(', '));
    const [, ...rows] = readPastedMembers(boxes.join('\n')).rows;
    expect(rows.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).toEqual(
      people.map(() => 'Ana Maria Adams'),
    );
  }
});
