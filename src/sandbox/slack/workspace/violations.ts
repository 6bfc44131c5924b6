import { asText, texts } from '../json.ts';
import type { Json } from '../slack-server.types.ts';

/** Errors for what an app sent or is not allowed to do. Others say that the world has changed, such as `channel_not_found`. */
const violations: ReadonlySet<string> = new Set([
  'missing_scope',
  'unknown_method',
  'not_allowed_token_type',
  'insecure_request',
  'invalid_json',
  'json_not_object',
  'invalid_form_data',
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_payload',
  'invalid_limit',
  'no_text',
  'msg_too_long',
  'markdown_text_conflict',
  'invalid_metadata_format',
  'metadata_too_large',
  'view_too_large',
  'duplicate_external_id',
  'push_limit_reached',
  'not_enabled',
  'alt_txt_too_large',
]);

/** Why Slack refused what an app sent, empty when it did not, or for another reason. */
export function violationsIn(answer: Json): readonly string[] {
  const error = asText(answer.error);
  if (error === undefined || !violations.has(error)) return [];
  const needed = asText(answer.needed);
  if (needed !== undefined) return [`${error}: needs ${needed.split(',').join(' or ')}`];
  const faults = texts(answer.errors);
  return faults.length === 0 ? [error] : faults.map((fault) => `${error}: ${fault}`);
}
