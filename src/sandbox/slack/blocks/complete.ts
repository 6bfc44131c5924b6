import { asJson, asList, isJson } from '../json.ts';
import type { Json } from '../slack-server.types.ts';

/**
 * Blocks as Slack sends them back: with generated ids where the app gave none, and with `emoji` and `verbatim`. Blocks must have been
 * checked before.
 */
export function completeBlocks(blocks: unknown, newId: () => string): readonly Json[] {
  return asList(blocks).map((one) => {
    const whole = asJson(completeTexts(one));
    const withElements = completeElements(whole, newId);
    return { ...withElements, block_id: whole.block_id ?? newId() };
  });
}

const idless = new Set(['image', 'plain_text', 'mrkdwn']);

function completeElements(block: Json, newId: () => string): Json {
  const withId = (element: unknown) =>
    isJson(element) && !idless.has(String(element.type))
      ? { ...element, action_id: element.action_id ?? newId() }
      : element;
  return {
    ...block,
    ...(block.element == null ? {} : { element: withId(block.element) }),
    ...(block.accessory == null ? {} : { accessory: withId(block.accessory) }),
    ...(block.type === 'actions' ? { elements: asList(block.elements).map(withId) } : {}),
  };
}

/** Adds the defaults of text objects. */
export function completeTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completeTexts);
  if (!isJson(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined)
      .map(([key, one]) => [key, completeTexts(one)]),
  );
  if (typeof value.text !== 'string') return inner;
  if (value.type === 'plain_text') return { ...inner, emoji: value.emoji ?? true };
  if (value.type === 'mrkdwn') return { ...inner, verbatim: value.verbatim ?? false };
  return inner;
}
