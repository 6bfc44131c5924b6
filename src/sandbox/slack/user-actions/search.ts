import { type At, list } from '../blocks/check.ts';
import { completeTexts } from '../blocks/complete.ts';
import { limits } from '../blocks/limits.ts';
import { option, optionGroup } from '../blocks/objects.ts';
import { asJson, jsonList, textOf, wordOf } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Json, Option, Options, Person } from '../slack-server.types.ts';
import { recordViolation } from '../workspace/workspace.ts';
import { interaction, placeContext } from './payloads.ts';
import { type Found, offerKey } from './place.ts';

/** Slack's errors for the options of an ack. */
function faults(ack: Json): readonly string[] {
  const at: At = { pointer: '', surface: 'modal', knows: () => true, faults: [] };
  if (ack.options !== undefined) list(option, 0, limits.options)(ack.options, { ...at, pointer: '/options' });
  else if (ack.option_groups !== undefined)
    list(optionGroup, 0, limits.optionGroups)(ack.option_groups, { ...at, pointer: '/option_groups' });
  else at.faults.push('neither options nor option_groups');
  return at.faults;
}

// The page gets everything the bot sent.
function readOption(value: Json): Option {
  const text = { ...asJson(value.text), text: textOf(value.text) };
  const description =
    value.description === undefined ? undefined : { ...asJson(value.description), text: textOf(value.description) };
  return { ...value, text, value: wordOf(value.value), ...(description === undefined ? {} : { description }) };
}

/**
 * A person types into an external select. The search starts at min_query_length (3 by default). Without an ack in time, or with invalid
 * options, it is 'failed'.
 */
export async function search(parts: Parts, person: Person, found: Found, text: string): Promise<Options | 'failed'> {
  if (text.length < Number(found.element.min_query_length ?? 3)) return { groups: [] };
  const outcome = await parts.deliver('interactive', {
    type: 'block_suggestion',
    ...interaction(parts.workspace, person),
    ...placeContext(parts, found),
    action_id: found.element.action_id,
    block_id: found.block.block_id,
    value: text,
  });
  if (outcome.kind !== 'acked') return 'failed';
  const ack = asJson(outcome.ack);
  const wrong = faults(ack);
  if (wrong.length > 0) {
    recordViolation(parts.workspace, 'ack of block_suggestion', wrong);
    return 'failed';
  }
  const offered = ack.options === undefined ? jsonList(ack.option_groups) : [{ options: ack.options }];
  const groups = offered.map((one: Json) => ({
    label: textOf(one.label),
    options: jsonList(completeTexts(one.options)),
  }));
  parts.offered.set(
    offerKey(found),
    new Map(groups.flatMap((one) => one.options.map((each) => [wordOf(each.value), each]))),
  );
  return { groups: groups.map((one) => ({ label: one.label, options: one.options.map(readOption) })) };
}
