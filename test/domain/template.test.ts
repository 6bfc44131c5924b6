import { expect, it } from 'vitest';
import { ERASED } from '../../src/domain/erased.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import {
  inOrder,
  isSameName,
  mayChangeTemplate,
  mayUseTemplate,
  type Template,
  withoutErased,
} from '../../src/domain/template.ts';
import { aPerson } from '../support/a-person.ts';

const template = (name: string, ownerId: string): Template => ({
  id: name,
  workspaceId: 'T1',
  ownerId,
  name,
  hostId: undefined,
  hostName: undefined,
  permissions: { keyboard: true, mouse: true, gamepad: false },
  length: '2 hours',
  message: ERASED,
  channelId: undefined,
  eventName: 'Review',
  createdAt: 1,
  updatedAt: 1,
});

it('offers somebody’s own templates first, each part by name', () => {
  const names = [template('b 10', 'U1'), template('A', ''), template('b 9', 'U1')];
  expect(inOrder(names).map(({ name }) => name)).toEqual(['b 9', 'b 10', 'A']);
});

it('takes names for the same that read the same', () => {
  expect(isSameName(' Review  DAY', 'review day ')).toBe(true);
  expect(isSameName('Review day', 'Review days')).toBe(false);
});

it('lets everybody use those of the workspace, and coordinators and admins change them', () => {
  const policy = { ...defaultPolicy, coordinators: ['U2'] };
  const people = { own: 'U1', coordinator: 'U2', other: 'U3' };
  const may = (ownerId: string, check: 'use' | 'change') =>
    Object.entries(people).flatMap(([name, id]) => {
      const person = aPerson({ id });
      const about = template('x', ownerId);
      const allowed = check === 'use' ? mayUseTemplate(about, person) : mayChangeTemplate(about, person, policy);
      return allowed ? [name] : [];
    });
  expect(may('', 'use')).toEqual(['own', 'coordinator', 'other']);
  expect(may('', 'change')).toEqual(['coordinator']);
  expect(may('U1', 'use')).toEqual(['own']);
  expect(may('U1', 'change')).toEqual(['own']);
  expect(mayChangeTemplate(template('x', ''), aPerson({ id: 'U9', isAdmin: true }), policy)).toBe(true);
});

it('fills in nothing that was erased', () => {
  expect(withoutErased(template('x', 'U1'))).toMatchObject({ message: '', eventName: 'Review' });
});
