import { ERASED } from './erased.ts';
import type { Permissions } from './invite.ts';
import { coordinates, type Person } from './person.ts';
import type { Policy } from './policy/policy.ts';
import { cleanLine } from './text/clean.ts';
import { searchKey } from './text/search-key.ts';

/** What an invite form can be filled in with. Instants are epoch milliseconds. */
export type Template = {
  readonly id: string;
  readonly workspaceId: string;
  /** Whose it is; '' for one of the whole workspace. */
  readonly ownerId: string;
  readonly name: string;
  /** Undefined: the form leaves it open. */
  readonly hostId: string | undefined;
  readonly hostName: string | undefined;
  readonly permissions: Permissions;
  /** As it is typed: `2 hours`. */
  readonly length: string;
  readonly message: string;
  readonly channelId: string | undefined;
  readonly eventName: string;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** So many one person has, and so many a workspace. */
export const MOST_TEMPLATES = { own: 25, workspace: 50 } as const;
/** So long a name may be. */
export const MAX_TEMPLATE_NAME = 60;

/** Whether a person may change what a template of the workspace is, for everybody: coordinators and admins. */
export function mayShareTemplates(person: Person, policy: Policy): boolean {
  return coordinates(person, policy);
}

/** Whether a person may use a template: their own, and those of the workspace. */
export function mayUseTemplate({ ownerId }: Pick<Template, 'ownerId'>, person: Person): boolean {
  return ownerId === '' || ownerId === person.id;
}

/** Whether a person may change or delete a template. */
export function mayChangeTemplate(template: Pick<Template, 'ownerId'>, person: Person, policy: Policy): boolean {
  return template.ownerId === '' ? mayShareTemplates(person, policy) : template.ownerId === person.id;
}

/** A name as it is kept. */
export function templateName(typed: string): string {
  return cleanLine(typed);
}

/** Whether two templates of one person, or of the workspace, would be called the same. */
export function isSameName(one: string, other: string): boolean {
  return searchKey(one) === searchKey(other);
}

/** In the order in which they are offered: somebody's own first, each part by name. */
export function inOrder(templates: readonly Template[]): readonly Template[] {
  const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return templates.toSorted(
    (a, b) => Number(a.ownerId === '') - Number(b.ownerId === '') || byName.compare(a.name, b.name),
  );
}

/** What was erased from it is filled into no form. */
export function withoutErased(template: Template): Template {
  const { eventName, message } = template;
  return { ...template, eventName: eventName === ERASED ? '' : eventName, message: message === ERASED ? '' : message };
}
