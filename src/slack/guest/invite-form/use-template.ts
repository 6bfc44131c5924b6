import type { Template } from '../../../domain/template.ts';
import type { InviteForm } from './invite-form.ts';

type Filled = Pick<
  InviteForm,
  | 'permissions'
  | 'presetNo'
  | 'hostNo'
  | 'time'
  | 'timeNo'
  | 'lengthNo'
  | 'message'
  | 'eventName'
  | 'channelId'
  | 'textNo'
  | 'showsMore'
>;

/** A form filled in from a template, without its computer. Guest and start stay; and so does what the template leaves open. */
export function withTemplate<F extends Filled>(form: F, template: Template): F {
  const { permissions, length, message, eventName, channelId } = template;
  const end = { ...form.time.end, choice: 'for' as const, duration: length };
  return {
    ...form,
    permissions,
    time: { ...form.time, end },
    message,
    eventName: eventName === '' ? form.eventName : eventName,
    channelId: channelId ?? form.channelId,
    // The channel is chosen there.
    showsMore: form.showsMore && (channelId === undefined || form.channelId !== undefined),
    presetNo: form.presetNo + 1,
    hostNo: form.hostNo + 1,
    timeNo: form.timeNo + 1,
    lengthNo: form.lengthNo + 1,
    textNo: form.textNo + 1,
  };
}
