import { expect, test } from 'vitest';
import {
  approvalActions,
  auditActions,
  buttons,
  homeActions,
  memberActions,
  reportActions,
  seriesActions,
  shortcuts,
  teamActions,
} from '../../src/slack/names.ts';
import { registeredSurfaces } from '../support/surfaces.ts';

const surfaces = registeredSurfaces();

/** Whether somebody listens to a name, alone or followed by what a button of it is for: `invite_extend_by:30`. */
function isHeard(kind: string, id: string): boolean {
  const heard = surfaces.filter((surface) => surface.kind === kind);
  return heard.some(({ name }) =>
    typeof name === 'string' ? name === id : [id, `${id}:30`, `${id}:next`].some((each) => name.test(each)),
  );
}

const actions = [
  approvalActions,
  auditActions,
  buttons,
  memberActions,
  reportActions,
  seriesActions,
  homeActions,
  teamActions,
].flatMap((ids) => Object.values(ids));

test('some buttons and menus have names', () => expect(actions.length).toBeGreaterThan(20));

test.each(actions)('the button or menu %s has a listener', (id) => {
  expect(isHeard('action', id)).toBe(true);
});

test.each([
  ['shortcut', shortcuts.inviteGuest],
  ['message_action', shortcuts.inviteThisGuest],
])('the %s %s has a listener', (kind, id) => {
  expect(isHeard(kind, id)).toBe(true);
});

test('a name without a listener is reported', () => {
  expect(isHeard('action', 'invite_nothing')).toBe(false);
});
