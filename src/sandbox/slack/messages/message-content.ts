import { messageFaults } from '../blocks/check-view.ts';
import { limits } from '../blocks/limits.ts';
import { asList, asText, isJson } from '../json.ts';
import type { Json } from '../slack-server.types.ts';
import { knows, type Workspace } from '../workspace/workspace.ts';

export type Refusal = { readonly ok: false; readonly error: string } & Json;

export function refuse(error: string, extra: Json = {}): Refusal {
  return { ok: false, error, ...extra };
}

/** Slack's answer to arguments or blocks that break its rules. */
export function refuseFaults(error: string, faults: readonly string[]): Refusal {
  return refuse(error, {
    errors: faults.map((one) => one.replace(/^\[ERROR\] /, '')),
    response_metadata: { messages: faults },
  });
}

/**
 * What is wrong with a message's text and blocks, as Slack answers it; undefined when nothing is. `maxText`: Slack cuts a posted
 * text at 40,000 characters, which is refused here, since what is cut is lost; chat.update refuses more than 4,000.
 */
export function contentRefusal(
  workspace: Workspace,
  args: Json,
  maxText: number = limits.messageText,
): Refusal | undefined {
  const { text, blocks } = args;
  if (args.markdown_text !== undefined && (text !== undefined || blocks !== undefined))
    return refuse('markdown_text_conflict');
  const words = asText(text) ?? asText(args.markdown_text) ?? '';
  if (words === '' && asList(blocks).length === 0 && asList(args.attachments).length === 0) return refuse('no_text');
  if (words.length > maxText) return refuse('msg_too_long');
  if (args.markdown_text !== undefined && words.length > limits.markdown) return refuse('msg_too_long');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format');
  const faults = messageFaults(blocks, knows(workspace));
  return faults.length > 0 ? refuseFaults('invalid_blocks', faults) : undefined;
}

/** Slack: event_type and event_payload, both, and not too much of them. `update` may send {} to take metadata away. */
export function metadataRefusal(metadata: unknown, update = false): Refusal | undefined {
  if (metadata === undefined) return undefined;
  if (!isJson(metadata)) return refuse('invalid_metadata_format');
  if (update && Object.keys(metadata).length === 0) return undefined;
  const messages: string[] = [];
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || type === '')
    messages.push('[ERROR] missing required field: event_type [json-pointer:/metadata]');
  if (!isJson(payload)) messages.push('[ERROR] missing required field: event_payload [json-pointer:/metadata]');
  for (const key of Object.keys(metadata)) {
    if (key !== 'event_type' && key !== 'event_payload' && key !== 'entities')
      messages.push(`[ERROR] invalid additional property: ${key} [json-pointer:/metadata]`);
  }
  if (messages.length > 0) return refuseFaults('invalid_metadata_format', messages);
  return JSON.stringify(metadata).length > METADATA_MAX ? refuse('metadata_too_large') : undefined;
}

/** Characters of JSON; Slack names the error but no number, this is well under what it is known to take. */
const METADATA_MAX = 8_000;
