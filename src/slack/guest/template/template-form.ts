import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import { withoutAddresses } from '../../../domain/erasure.ts';
import type { Invite } from '../../../domain/invite.ts';
import { MAX_TEMPLATE_NAME, type Template } from '../../../domain/template.ts';
import { writeLength } from '../../../domain/time/durations.ts';
import { lengthBetween } from '../../../domain/time/zoned-time.ts';
import type { WantedTemplate } from '../../../flows/guest/templates.ts';
import { option } from '../../blocks/blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import { input, modal, radios, textInput } from '../../blocks/inputs.ts';
import { Id, memoryOf } from '../../blocks/metadata.ts';
import { fields, modals } from '../../names.ts';
import { channelSelect } from '../../shared/notification-blocks.ts';
import { hostBlock, permissionInput, readPermissions } from '../invite-form/term-blocks.ts';

/** What the form shows. `id`: the template that is changed. */
export type TemplateForm = Pick<
  Template,
  'name' | 'hostId' | 'hostName' | 'permissions' | 'length' | 'message' | 'channelId' | 'eventName'
> & { readonly id?: string };

/** Which template is changed; none for a new one. */
export const TemplateMemory = z.object({ templateId: Id.optional() });

const whoseOptions = {
  own: option('Only me', 'own'),
  shared: option('Everybody in this workspace', 'shared'),
};

/** A template with nothing in it. */
export const blankTemplate: TemplateForm = {
  name: '',
  hostId: undefined,
  hostName: undefined,
  permissions: { keyboard: true, mouse: true, gamepad: false },
  length: '2 hours',
  message: '',
  channelId: undefined,
  eventName: '',
};

/** What of an invite is the same the next time: all but the guest, also where a text names their address, and the day. */
export function templateOfInvite(invite: Invite): TemplateForm {
  const { hostId, hostName, permissions, channelId, startsAt, endsAt, timeZone } = invite;
  const eventName = withoutAddresses(invite.eventName, () => '…');
  const message = withoutAddresses(invite.message, () => '…');
  const length = writeLength(lengthBetween(startsAt, endsAt, timeZone));
  const name = `${eventName} on ${hostName}`.slice(0, MAX_TEMPLATE_NAME);
  return { name, hostId, hostName, permissions, length, message, channelId: channelId || undefined, eventName };
}

/** The form of a template. `mayShare`: whether it can be one of the workspace, which is asked of a new one only. */
export function templateModal(form: TemplateForm, { mayShare }: { readonly mayShare: boolean }): ModalView {
  const { id, name, hostId, hostName, permissions, length, message, channelId, eventName } = form;
  const host = hostId === undefined ? undefined : { id: hostId, name: hostName ?? hostId };
  return modal({
    id: modals.template,
    title: id === undefined ? 'New template' : 'Edit template',
    submit: 'Save',
    metadata: JSON.stringify(defined({ templateId: id }) satisfies z.infer<typeof TemplateMemory>),
    blocks: [
      input(fields.name, 'Name', textInput(name, MAX_TEMPLATE_NAME, { placeholder: 'Weekly review' })),
      ...(mayShare && id === undefined
        ? [input(fields.whose, 'For', radios([whoseOptions.own, whoseOptions.shared], whoseOptions.own))]
        : []),
      { ...hostBlock(host, 0), optional: true, dispatch_action: false },
      permissionInput(permissions),
      input(fields.duration, 'Duration', textInput(length, 40), {
        hint: 'For example 90, 2h, two hours or 1 week.',
      }),
      input(fields.event, 'Event name', textInput(eventName, 100), { optional: true }),
      input(fields.message, 'Message', textInput(message, 1000, { multiline: true }), {
        optional: true,
        hint: 'Name no guest: a template is kept until somebody deletes it.',
      }),
      input(fields.channel, 'Post in', channelSelect(channelId), { optional: true }),
    ],
  });
}

/** What the form holds now. */
export function readTemplateForm(
  view: Pick<ViewOutput, 'state' | 'private_metadata'>,
): Omit<WantedTemplate, 'requestKey'> {
  const values = formValues(view);
  return {
    id: memoryOf(view, TemplateMemory).templateId,
    name: values.text(fields.name),
    isShared: values.choice(fields.whose) === 'shared',
    hostId: values.choice(fields.host) || undefined,
    permissions: readPermissions(values),
    length: values.text(fields.duration),
    eventName: values.text(fields.event),
    message: values.text(fields.message),
    channelId: values.conversation(fields.channel),
  };
}
