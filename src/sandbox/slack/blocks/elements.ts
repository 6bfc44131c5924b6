import { asJson } from '../json.ts';
import { anything, boolean, type Check, fault, integer, list, object, pattern, string, type, within } from './check.ts';
import { initialOptionsAmongOptions, isDate, isEmail, isNumber, isTime, isTimeZone, isUrl } from './initial-values.ts';
import { limits } from './limits.ts';
import { confirm, dispatchActionConfig, image, linkOption, markedOption, plainText, style } from './objects.ts';
import { selects } from './selects.ts';

const actionId = { action_id: string(limits.id) };
const focus = { focus_on_load: boolean };
const placeholder = { placeholder: plainText(limits.placeholder) };
const typed = { ...actionId, ...focus, ...placeholder, dispatch_action_config: dispatchActionConfig };
const picked = { ...actionId, ...focus, confirm };
const label = { accessibility_label: string(limits.accessibilityLabel) };

export const button: Check = object(
  { ...type('button'), text: plainText(limits.buttonText) },
  { ...actionId, ...label, confirm, style, url: string(limits.url), value: string(limits.buttonValue) },
);

const plainTextInput: Check = object(
  type('plain_text_input'),
  {
    ...typed,
    initial_value: string(limits.inputText, 0),
    multiline: boolean,
    min_length: integer(0, limits.inputText),
    max_length: integer(1, limits.inputText),
  },
  (value, at) => {
    const { min_length: min, max_length: max, initial_value: initial } = value;
    if (typeof min === 'number' && typeof max === 'number' && min > max)
      fault(at, 'min_length must not exceed max_length');
    if (typeof initial === 'string' && initial !== '') {
      if (typeof max === 'number' && initial.length > max)
        fault(within(at, 'initial_value'), `must be less than ${max + 1} characters`);
      if (typeof min === 'number' && initial.length < min)
        fault(within(at, 'initial_value'), `must be more than ${min - 1} characters`);
    }
  },
);

const numberText = pattern(isNumber, 'must be a valid number');
const numberInput: Check = object(
  { ...type('number_input'), is_decimal_allowed: boolean },
  { ...typed, initial_value: numberText, min_value: numberText, max_value: numberText },
  ({ min_value: min, max_value: max, initial_value: initial }, at) => {
    const exceeds = (one: unknown, other: unknown) => one != null && other != null && Number(one) > Number(other);
    if (exceeds(min, max)) fault(at, 'min_value must not exceed max_value');
    if (exceeds(min, initial) || exceeds(initial, max))
      fault(within(at, 'initial_value'), 'must be within min_value and max_value');
  },
);

function choice(name: string, initial: Record<string, Check>): Check {
  return object(
    { ...type(name), options: list(markedOption, 1, limits.choices) },
    { ...picked, ...initial },
    initialOptionsAmongOptions,
  );
}

// Only modals take files.
const fileInput: Check = object(
  type('file_input'),
  { ...actionId, filetypes: list(string(255), 1, 100), max_files: integer(1, limits.files) },
  (_value, at) => {
    if (at.surface !== 'modal') fault(at, 'unsupported type: file_input');
  },
);

const parameters = list(object({ name: string(255), value: string(3000) }), 1, 100);
const workflowButton: Check = object(
  {
    ...type('workflow_button'),
    text: plainText(limits.buttonText),
    workflow: object({ trigger: object({ url: string(limits.url) }, { customizable_input_parameters: parameters }) }),
  },
  { ...actionId, ...label, style },
);

const feedbackButton: Check = object({ text: plainText(limits.buttonText), value: string(limits.buttonValue) }, label);

/** Every element: https://docs.slack.dev/reference/block-kit/block-elements */
export const elements: Readonly<Record<string, Check>> = {
  ...selects,
  button,
  plain_text_input: plainTextInput,
  number_input: numberInput,
  email_text_input: object(type('email_text_input'), {
    ...typed,
    initial_value: pattern(isEmail, 'must be a valid email'),
  }),
  url_text_input: object(type('url_text_input'), { ...typed, initial_value: pattern(isUrl, 'must be a valid url') }),
  rich_text_input: object(type('rich_text_input'), {
    ...typed,
    initial_value: anything,
    min_lines: integer(1, 100),
    max_lines: integer(1, 100),
  }),
  datepicker: object(type('datepicker'), {
    ...picked,
    ...placeholder,
    initial_date: pattern(isDate, 'must be a valid date'),
  }),
  timepicker: object(type('timepicker'), {
    ...picked,
    ...placeholder,
    initial_time: pattern(isTime, 'must be a valid time'),
    timezone: pattern(isTimeZone, 'must be a valid timezone'),
  }),
  datetimepicker: object(type('datetimepicker'), {
    ...picked,
    initial_date_time: integer(1_000_000_000, 9_999_999_999),
  }),
  checkboxes: choice('checkboxes', { initial_options: list(markedOption, 1, limits.choices) }),
  radio_buttons: choice('radio_buttons', { initial_option: markedOption }),
  overflow: object(
    { ...type('overflow'), options: list(linkOption, 1, limits.overflowOptions) },
    { ...actionId, confirm },
  ),
  file_input: fileInput,
  workflow_button: workflowButton,
  image: image(type('image'), {}),
  feedback_buttons: object(
    { ...type('feedback_buttons'), positive_button: feedbackButton, negative_button: feedbackButton },
    actionId,
  ),
  icon_button: object(
    { ...type('icon_button'), icon: string(255), text: plainText(limits.buttonText) },
    {
      ...actionId,
      ...label,
      confirm,
      value: string(limits.buttonValue),
      visible_to_user_ids: list(string(255), 1, limits.visibleTo),
    },
  ),
};

const acting = [
  'button',
  'checkboxes',
  'datepicker',
  'overflow',
  'radio_buttons',
  'timepicker',
  'workflow_button',
  ...Object.keys(selects),
];
/** The elements each block may have; others are refused with Slack's `unsupported type`. */
export const elementsIn: Readonly<Record<'actions' | 'accessory' | 'input' | 'context_actions', readonly string[]>> = {
  actions: [...acting, 'datetimepicker', 'rich_text_input'],
  accessory: [...acting, 'image'],
  input: [
    'plain_text_input',
    'number_input',
    'email_text_input',
    'url_text_input',
    'rich_text_input',
    'file_input',
    'datepicker',
    'timepicker',
    'datetimepicker',
    'checkboxes',
    'radio_buttons',
    ...Object.keys(selects),
  ],
  context_actions: ['feedback_buttons', 'icon_button'],
};

export function elementOf(place: keyof typeof elementsIn): Check {
  return (value, at) => {
    const name = asJson(value).type;
    const check = typeof name === 'string' && elementsIn[place].includes(name) ? elements[name] : undefined;
    if (check === undefined) fault(within(at, 'type'), `unsupported type: ${String(name)}`);
    else check(value, at);
  };
}
