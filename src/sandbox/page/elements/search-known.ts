import type { Option, Options } from '../../slack/slack-server.types.ts';
import { asJson, asText, jsonList } from '../json.ts';
import type { Found } from './use-search.ts';

/** Options that are all known: groups as Slack shows them, without a label for options of no group. */
export type Groups = Options['groups'];

/** The options of a select element, in their groups. */
export function groupsIn(element: { readonly [key: string]: unknown }): Groups {
  if (element.option_groups === undefined) return [{ label: '', options: optionsIn(element.options) }];
  return jsonList(element.option_groups).map((group) => ({
    label: asText(asJson(group.label).text),
    options: optionsIn(group.options),
  }));
}

function optionsIn(options: unknown): Option[] {
  return jsonList(options).map((option) => ({
    ...option,
    value: asText(option.value),
    text: { ...asJson(option.text), text: asText(asJson(option.text).text) },
    ...(option.description === undefined ? {} : { description: { text: asText(asJson(option.description).text) } }),
  }));
}

/** The options whose text contains what is typed, as Slack's own selects search. */
export function searchKnown(groups: Groups, query: string): Found {
  const wanted = query.trim().toLocaleLowerCase();
  const found = groups
    .map(({ label, options }) => ({
      label,
      options: options.filter((one) => one.text.text.toLocaleLowerCase().includes(wanted)),
    }))
    .filter(({ options }) => options.length > 0);
  return { kind: 'found', groups: found, flat: found.flatMap((one) => one.options) };
}
