import { isEmail, isNumber, isUrl } from '../blocks/initial-values.ts';
import { asJson, jsonList, wordOf } from '../json.ts';
import type { Json, OpenView } from '../slack-server.types.ts';
import { isEmpty, valueIn } from './input-values.ts';

/**
 * The errors Slack's app shows before it sends a submission: block_id -> text. Optional inputs may be empty, but must be valid when
 * filled.
 */
export function clientErrors(open: OpenView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of jsonList(open.view.blocks)) {
    if (block.type !== 'input') continue;
    const blockId = String(block.block_id);
    const element = asJson(block.element);
    const object = open.values[blockId]?.[String(element.action_id)];
    if (isEmpty(element, object)) {
      if (block.optional !== true) errors[blockId] = 'Please complete this required field.';
      continue;
    }
    const message = wrongWith(element, valueIn(element, object));
    if (message !== undefined) errors[blockId] = message;
  }
  return errors;
}

function wrongWith(element: Json, value: unknown): string | undefined {
  const text = String(value);
  switch (element.type) {
    case 'plain_text_input': {
      const min = Number(element.min_length ?? 0);
      const max = Number(element.max_length ?? 3000);
      if (text.length < min) return `Please enter at least ${min} characters.`;
      return text.length > max ? `Please enter no more than ${max} characters.` : undefined;
    }
    case 'email_text_input':
      return isEmail(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return isUrl(text) ? undefined : 'Please enter a valid URL.';
    case 'number_input': {
      if (!isNumber(text)) return 'Please enter a valid number.';
      if (element.is_decimal_allowed !== true && text.includes('.')) return 'Please enter a whole number.';
      if (element.min_value !== undefined && Number(text) < Number(element.min_value))
        return `Please enter at least ${wordOf(element.min_value)}.`;
      if (element.max_value !== undefined && Number(text) > Number(element.max_value))
        return `Please enter no more than ${wordOf(element.max_value)}.`;
      return undefined;
    }
    default:
      return undefined;
  }
}
