import { asJson, asList, asText, isJson, jsonList } from '../json.ts';
import type { Json } from '../slack-server.types.ts';
import { block } from './block-kinds.ts';
import { type At, fault, list, within } from './check.ts';
import { limits } from './limits.ts';

/** The elements of a block, with their paths. */
export function elementsOf(
  of: Json,
): readonly { readonly element: Json; readonly path: readonly (string | number)[] }[] {
  const element = of.element;
  const accessory = of.accessory;
  return [
    ...(isJson(element) ? [{ element, path: ['element'] }] : []),
    ...(isJson(accessory) ? [{ element: accessory, path: ['accessory'] }] : []),
    ...(of.type === 'actions' || of.type === 'context_actions'
      ? jsonList(of.elements).map((one, index) => ({ element: one, path: ['elements', index] }))
      : []),
  ];
}

/** Checks a list of blocks: each block, and ids and focus across blocks. */
export function checkBlocks(value: unknown, at: At): void {
  const min = at.surface === 'message' ? 0 : 1;
  const max = at.surface === 'message' ? limits.messageBlocks : limits.viewBlocks;
  list(block, min, max)(value, at);
  const blockIds = new Set<string>();
  let focused = 0;
  let markdown = 0;
  asList(value).forEach((entry, index) => {
    const one = asJson(entry);
    const id = asText(one.block_id);
    if (id !== undefined) {
      if (blockIds.has(id)) fault(within(within(at, index), 'block_id'), `block_id \`${id}\` already exists`);
      blockIds.add(id);
    }
    if (one.type === 'markdown') markdown += asText(one.text)?.length ?? 0;
    const actionIds = new Set<string>();
    for (const { element, path } of elementsOf(one)) {
      const place = path.reduce(within, within(at, index));
      const actionId = asText(element.action_id);
      if (actionId !== undefined) {
        if (actionIds.has(actionId))
          fault(within(place, 'action_id'), `action_id \`${actionId}\` already exists for block_id \`${id ?? ''}\``);
        actionIds.add(actionId);
      }
      if (element.focus_on_load === true && ++focused > 1)
        fault(within(place, 'focus_on_load'), 'only one element may have focus_on_load');
    }
  });
  // Slack: 12,000 characters of markdown for all blocks of one message together.
  if (markdown > limits.markdown) fault(at, `must be less than ${limits.markdown + 1} characters`);
}
