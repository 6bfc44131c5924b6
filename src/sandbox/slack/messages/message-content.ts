import { messageFaults } from '../blocks/check-view.ts';
import { limits } from '../blocks/limits.ts';
import { asList, asText, isJson } from '../json.ts';
import type { Json } from '../slack-server.types.ts';
import { knows, type Workspace } from '../workspace/workspace.ts';

export type Refusal = { readonly ok: false; readonly error: string } & Json;

export function refuse(error: string, extra: Json = {}): Refusal {
  return { ok: false, error, ...extra };
}

/** Slack's error for invalid arguments or blocks. */
export function refuseFaults(error: string, faults: readonly string[]): Refusal {
  return refuse(error, {
    errors: faults.map((one) => one.replace(/^\[ERROR\] /, '')),
    response_metadata: { messages: faults },
  });
}

/** Slack's error for arguments of a method. */
export function refuseArguments(...faults: string[]): Refusal {
  return refuseFaults(
    'invalid_arguments',
    faults.map((one) => `[ERROR] ${one}`),
  );
}

/**
 * Slack's error for a message's text and blocks. `maxText`: Slack cuts a posted text at 40,000 characters, which is refused here, since
 * the rest would be lost; chat.update refuses more than 4,000.
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

/** Slack needs event_type and event_payload, within a limit. `update` may send {} to remove metadata. */
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

/** Characters of JSON. Slack documents no number; this is well below what it accepts. */
const METADATA_MAX = 8_000;
