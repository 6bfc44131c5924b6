import type { ActionsBlock, PlainTextOption, StaticSelect } from '@slack/types';
import { type HomePart, homeParts } from '../../domain/home.ts';
import type { ShownHome } from '../../flows/shared/shown-home.ts';
import { actions, isCarried, option, plain } from '../blocks/blocks.ts';
import { limits } from '../blocks/limits.ts';
import { homeActions } from '../names.ts';
import { allComputers, partNames, scopeNames } from './home-copy.ts';

/** The value of the choice of all computers: no id is as short. */
export const ANY_HOST = '*';

type Whole = Extract<ShownHome, { readonly kind: 'home' }>;

/** What can be chosen to be seen: whose invites, which part, which computer. */
export function filterRow({ seesAll, filter, hosts, parsec }: Whole): ActionsBlock[] {
  const { scope, part, hostId, hostName } = filter;
  const parts = homeParts.filter((each) => each !== 'computers' || parsec === 'on');
  const chosen = hostId === undefined ? [] : [{ hostId, name: hostName ?? hostId }];
  // The one that was chosen stays there, whatever Parsec lists.
  const others = hosts.filter((host) => host.hostId !== hostId && isCarried(host.hostId));
  const offered = [...chosen, ...others].slice(0, limits.options - 1);
  return [
    actions([
      ...(seesAll ? [menu(homeActions.scope, Object.entries(scopeNames), scope)] : []),
      menu(
        homeActions.part,
        parts.map((each) => [each, partNames[each]]),
        part,
      ),
      ...(offered.length === 0
        ? []
        : [
            menu(
              homeActions.host,
              [[ANY_HOST, allComputers], ...offered.map((host): [string, string] => [host.hostId, host.name])],
              hostId ?? ANY_HOST,
            ),
          ]),
    ]),
  ];
}

function menu(actionId: string, choices: readonly (readonly [string, string])[], chosen: string): StaticSelect {
  const options: PlainTextOption[] = choices.map(([value, text]) => option(text, value));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plain('Show'),
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

/** A part by its name; undefined for anything else. */
export function readPart(value: string): HomePart | undefined {
  return homeParts.find((part) => part === value);
}
