import { isJson } from '../json.ts';
import { anything, boolean, type Check, fault, list, object, oneOf, string, within } from './check.ts';
import { limits } from './limits.ts';

/** Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects */
export function plainText(max: number = limits.text): Check {
  return object({ type: oneOf('plain_text'), text: string(max) }, { emoji: boolean });
}

export function mrkdwn(max: number): Check {
  return object({ type: oneOf('mrkdwn'), text: string(max) }, { verbatim: boolean });
}

/** plain_text or mrkdwn. */
export function anyText(max: number = limits.text): Check {
  const plain = plainText(max);
  const marked = mrkdwn(max);
  return (value, at) => {
    const type = isJson(value) ? value.type : undefined;
    if (isJson(value) && type !== 'plain_text' && type !== 'mrkdwn') {
      fault(within(at, 'type'), `unsupported type: ${String(type)}`);
    } else (type === 'mrkdwn' ? marked : plain)(value, at);
  };
}

export const style: Check = oneOf('primary', 'danger');

export const confirm: Check = object(
  { text: anyText(limits.confirmText) },
  {
    title: plainText(limits.confirmTitle),
    confirm: plainText(limits.confirmButton),
    deny: plainText(limits.confirmButton),
    style,
  },
);

/** An option of a select. */
export const option: Check = object(
  { text: plainText(limits.optionText), value: string(limits.optionValue) },
  { description: plainText(limits.optionDescription) },
);

/** Checkboxes and radio buttons may show mrkdwn. */
export const markedOption: Check = object(
  { text: anyText(limits.optionText), value: string(limits.optionValue) },
  { description: anyText(limits.optionDescription) },
);

/** Only in an overflow menu may an option be a link. */
export const linkOption: Check = object(
  { text: plainText(limits.optionText) },
  {
    value: string(limits.optionValue),
    description: plainText(limits.optionDescription),
    url: string(limits.url),
  },
);

export const optionGroup: Check = object({
  label: plainText(limits.groupLabel),
  options: list(option, 1, limits.options),
});

export const dispatchActionConfig: Check = object(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2) },
);

export const conversationFilter: Check = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  (value, at) => {
    if (Object.keys(value).length === 0) fault(at, 'must provide at least one filter');
  },
);

/** An image has either a public URL or a Slack file. */
export function image(required: Record<string, Check>, optional: Record<string, Check>): Check {
  return object(
    { ...required, alt_text: string(limits.imageAlt) },
    {
      ...optional,
      image_url: string(limits.url),
      slack_file: object({}, { id: string(255), url: string(limits.url) }),
      // Slack adds these when it sends an image back.
      image_width: anything,
      image_height: anything,
      image_bytes: anything,
    },
    (value, at) => {
      const named = [value.image_url, value.slack_file].filter((one) => one !== undefined && one !== null);
      if (named.length !== 1) fault(at, 'must provide either image_url or slack_file');
    },
  );
}
