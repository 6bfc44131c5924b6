import { asJson, asText, isJson, jsonList } from '../json.ts';
import type { Refusal } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Json, OpenView, Person } from '../slack-server.types.ts';
import { clientErrors } from '../views/client-checks.ts';
import { describeView } from '../views/describe-view.ts';
import { viewRefusal } from '../web-api/views.ts';
import { violationsIn } from '../workspace/violations.ts';
import { recordViolation } from '../workspace/workspace.ts';
import { connectionTrouble } from './act.ts';
import { interaction } from './payloads.ts';

export type Submitted = 'closed' | 'open' | 'errors' | 'failed';

/** The error texts of an ack, by block_id; undefined when one is not for an input, where Slack cannot show it. */
function errorsIn(open: OpenView, ack: Json): Record<string, string> | undefined {
  const errors = Object.entries(asJson(ack.errors));
  const inputs = new Set(
    jsonList(open.view.blocks)
      .filter((one) => one.type === 'input')
      .map((one) => one.block_id),
  );
  const showable =
    errors.length > 0 &&
    errors.every(([blockId, text]) => inputs.has(blockId) && typeof text === 'string' && text !== '');
  return showable ? Object.fromEntries(errors.map(([blockId, text]) => [blockId, String(text)])) : undefined;
}

const ACK = 'ack of view_submission';

/** Whether Slack refuses a view in an ack: the person only sees that something went wrong, so the reason is recorded. */
function isRefused({ workspace }: Parts, refusal: Refusal | undefined): boolean {
  if (refusal !== undefined) recordViolation(workspace, ACK, violationsIn(refusal));
  return refusal !== undefined;
}

/** Applies the ack of a submission. Undefined for an ack that Slack does not understand. */
function follow(parts: Parts, person: Person, open: OpenView, ack: unknown): Submitted | undefined {
  const { views } = parts;
  if (!isJson(ack) || Object.keys(ack).length === 0) {
    // Slack accepts an empty body, but not a text.
    if (typeof ack === 'string' && ack !== '') return undefined;
    views.close(person.id, [open]);
    return 'closed';
  }
  switch (asText(ack.response_action)) {
    case 'errors': {
      const errors = errorsIn(open, ack);
      if (errors === undefined) {
        recordViolation(parts.workspace, ACK, ['errors must be texts by the block_id of an input']);
        return undefined;
      }
      open.errors = errors;
      return 'errors';
    }
    case 'update':
      if (isRefused(parts, viewRefusal(parts, ack.view, 'modal', open))) return undefined;
      views.replace(open, asJson(ack.view));
      open.errors = {};
      return 'open';
    case 'push':
      if (isRefused(parts, viewRefusal(parts, ack.view, 'modal'))) return undefined;
      return views.push(person.id, asJson(ack.view), undefined) === undefined ? undefined : 'open';
    case 'clear':
      views.close(person.id, views.stackOf(person.id));
      return 'closed';
    default:
      return undefined;
  }
}

/** Response URLs for the conversation selects that ask for one. */
function responseUrlsOf(parts: Parts, person: Person, open: OpenView): readonly Json[] {
  return jsonList(open.view.blocks).flatMap((block) => {
    const element = asJson(block.element);
    if (element.response_url_enabled !== true) return [];
    const value = open.values[String(block.block_id)]?.[String(element.action_id)];
    const channel = asText(value?.selected_conversation ?? value?.selected_channel);
    if (channel === undefined) return [];
    const url = parts.responseUrls.issue('app', { channel, person: person.id });
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channel, response_url: url }];
  });
}

/** A person submits a modal. Values that Slack's own app refuses never reach the bot. */
export async function submit(parts: Parts, person: Person, open: OpenView): Promise<Submitted> {
  const { workspace } = parts;
  if (open.view.submit === undefined) throw new Error('this view has no submit button');
  if (open.busy) throw new Error('this view is already being submitted');
  open.failure = undefined;
  open.errors = clientErrors(open);
  workspace.changes.changed();
  if (Object.keys(open.errors).length > 0) return 'errors';
  open.busy = true;
  const outcome = await parts.deliver('interactive', {
    type: 'view_submission',
    ...interaction(workspace, person),
    trigger_id: parts.triggers.issue({ person: person.id, viewId: open.id }),
    view: describeView(workspace, open),
    response_urls: responseUrlsOf(parts, person, open),
  });
  open.busy = false;
  const result = outcome.kind === 'acked' ? follow(parts, person, open, outcome.ack) : undefined;
  if (result === undefined) open.failure = connectionTrouble;
  workspace.changes.changed();
  return result ?? 'failed';
}

/** A person closes a modal: the Close button closes the topmost, the cross (or clear_on_close) the whole stack. */
export async function close(parts: Parts, person: Person, open: OpenView, all: boolean): Promise<void> {
  const stack = parts.views.stackOf(person.id);
  const cleared = all || open.view.clear_on_close === true;
  // Views above it close too.
  const gone = cleared ? stack : stack.slice(stack.indexOf(open));
  parts.views.close(person.id, gone);
  parts.workspace.changes.changed();
  await Promise.all(
    gone
      .filter((one) => one.view.notify_on_close === true)
      .map((one) =>
        parts.deliver('interactive', {
          type: 'view_closed',
          ...interaction(parts.workspace, person),
          view: describeView(parts.workspace, one),
          is_cleared: cleared,
        }),
      ),
  );
}
