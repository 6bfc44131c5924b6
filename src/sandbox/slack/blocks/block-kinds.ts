import { boolean, byType, type Check, fault, list, object, oneOf, type Surface, string, type } from './check.ts';
import { elementOf, elements } from './elements.ts';
import { limits } from './limits.ts';
import { anyText, image, plainText } from './objects.ts';
import { alert, richBlocks, richText, video } from './rich-blocks.ts';

const blockId = { block_id: string(limits.id) };

const contextText = anyText();
const contextElement = byType(() => ({
  image: elements.image ?? contextText,
  plain_text: contextText,
  mrkdwn: contextText,
}));

const section: Check = object(
  type('section'),
  {
    ...blockId,
    text: anyText(limits.text),
    fields: list(anyText(limits.fieldText), 1, limits.fields),
    accessory: elementOf('accessory'),
    expand: boolean,
  },
  (value, at) => {
    if (value.text == null && value.fields == null) fault(at, 'must provide either text or fields');
  },
);

const input: Check = object(
  { ...type('input'), label: plainText(limits.label), element: elementOf('input') },
  { ...blockId, hint: plainText(limits.hint), optional: boolean, dispatch_action: boolean },
);

const everywhere: Readonly<Record<string, Check>> = {
  section,
  input,
  actions: object({ ...type('actions'), elements: list(elementOf('actions'), 1, limits.actionsElements) }, blockId),
  context: object({ ...type('context'), elements: list(contextElement, 1, limits.contextElements) }, blockId),
  divider: object(type('divider'), blockId),
  header: object({ ...type('header'), text: plainText(limits.headerText) }, blockId),
  image: image(type('image'), { ...blockId, title: plainText(limits.imageTitle) }),
  rich_text: richText,
  video,
};

const contextActions = object(
  { ...type('context_actions'), elements: list(elementOf('context_actions'), 1, limits.contextActions) },
  blockId,
);

const containedKinds = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
  'table',
];
const container: Check = object(
  {
    ...type('container'),
    child_blocks: list(
      byType(() => Object.fromEntries(Object.entries(kinds.message).filter(([name]) => containedKinds.includes(name)))),
      1,
      limits.containerBlocks,
    ),
  },
  {
    ...blockId,
    title: plainText(limits.containerTitle),
    rich_text_title: richText,
    subtitle: anyText(limits.containerTitle),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: elements.image ?? contextText,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
);

/**
 * The blocks of each surface: https://docs.slack.dev/reference/block-kit/blocks. Slack refuses `file` from apps.
 */
const kinds: Readonly<Record<Surface, Readonly<Record<string, Check>>>> = {
  message: { ...everywhere, ...richBlocks, context_actions: contextActions, container },
  modal: { ...everywhere, alert },
  home: everywhere,
};

export const block: Check = (value, at) => {
  byType(() => kinds[at.surface])(value, at);
};
