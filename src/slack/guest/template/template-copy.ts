import type { Template } from '../../../domain/template.ts';
import { shortText } from '../../blocks/blocks.ts';
import { permissionCopy } from '../../shared/permission-copy.ts';
import { eventCopy, hostCopy } from '../facts-copy.ts';

/** What a template fills in, mrkdwn. */
export function templateCopy(template: Template): string {
  const { hostName, channelId, length, permissions, eventName, ownerId } = template;
  const parts = [
    ...(hostName === undefined ? [] : [hostCopy({ hostName })]),
    shortText(length, 40),
    permissionCopy(permissions),
    ...(eventName === '' ? [] : [eventCopy({ eventName })]),
    ...(channelId === undefined ? [] : [`<#${channelId}>`]),
  ];
  const whose = ownerId === '' ? ' (workspace)' : '';
  return `*${shortText(template.name, 60)}*${whose}\n${parts.join(' · ')}`;
}

/** Where there is none yet. */
export const noTemplates =
  'You have no templates yet. A template fills in the computer, permissions, length, message, channel and event of an invite. Press “New template”, or “Save as template” in the details of an invite.';

/** No template is called what was typed. */
export function noSuchTemplate(name: string): string {
  return `:warning: No template is called “${shortText(name, 60)}”.`;
}

/** What became of a template, plain text. */
export function savedCopy({ name }: Pick<Template, 'name'>): string {
  return `Saved “${name}”. Choose it at the top of the invite form, or type “/guest template”.`;
}

/** The same, mrkdwn. */
export function deletedCopy({ name }: Pick<Template, 'name'>): string {
  return `Deleted the template “${shortText(name, 60)}”.`;
}
