import { type At, list } from '../blocks/check.ts';
import { completeTexts } from '../blocks/complete.ts';
import { limits } from '../blocks/limits.ts';
import { option, optionGroup } from '../blocks/objects.ts';
import { asJson, jsonList, textOf, wordOf } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Json, Option, Options, Person } from '../slack-server.types.ts';
import { describeView } from '../views/describe-view.ts';
import { interaction, messageContext } from './payloads.ts';
import { type Found, offerKey } from './place.ts';

/** What is wrong with the options of an ack. */
function faults(ack: Json): readonly string[] {
  const at: At = { pointer: '', surface: 'modal', knows: () => true, faults: [] };
  if (ack.options !== undefined) list(option, 0, limits.options)(ack.options, { ...at, pointer: '/options' });
  else if (ack.option_groups !== undefined)
    list(optionGroup, 0, limits.optionGroups)(ack.option_groups, { ...at, pointer: '/option_groups' });
  else at.faults.push('neither options nor option_groups');
  return at.faults;
}

// What the page shows keeps everything the bot sent.
function readOption(value: Json): Option {
  const text = { ...asJson(value.text), text: textOf(value.text) };
  const description =
    value.description === undefined ? undefined : { ...asJson(value.description), text: textOf(value.description) };
  return { ...value, text, value: wordOf(value.value), ...(description === undefined ? {} : { description }) };
}

/**
 * A person types into an external select. Nothing is asked below min_query_length (Slack: 3 unless the element says otherwise);
 * no answer in 3 seconds, or options Slack would not show, and the menu stays empty: `failed`.
 */
export async function search(parts: Parts, person: Person, found: Found, text: string): Promise<Options | 'failed'> {
  const { workspace } = parts;
  if (text.length < Number(found.element.min_query_length ?? 3)) return { groups: [] };
  const where =
    found.in === 'view'
      ? { container: { type: 'view', view_id: found.open.id }, view: describeView(workspace, found.open) }
      : withoutResponseUrl(messageContext(parts, found.message, found.channel, ''));
  const outcome = await parts.deliver('interactive', {
    type: 'block_suggestion',
    ...interaction(workspace, person),
    ...where,
    action_id: found.element.action_id,
    block_id: found.block.block_id,
    value: text,
  });
  if (outcome.kind !== 'acked') return 'failed';
  const ack = asJson(outcome.ack);
  if (faults(ack).length > 0) return 'failed';
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

function withoutResponseUrl({ response_url: _none, ...rest }: Json): Json {
  return rest;
}
