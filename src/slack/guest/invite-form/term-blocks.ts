import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { type Permissions, permissionKeys, samePermissions } from '../../../domain/invite.ts';
import { actions, button, isCarried, option } from '../../blocks/blocks.ts';
import { checkboxes, countedBlockId, input, searchSelect } from '../../blocks/inputs.ts';
import { actions as actionIds, fields } from '../../names.ts';
import { presets } from '../../shared/permission-copy.ts';

const permissionOptions = {
  keyboard: option('Keyboard', 'keyboard'),
  mouse: option('Mouse', 'mouse'),
  gamepad: option('Gamepad', 'gamepad'),
} satisfies Record<keyof Permissions, PlainTextOption>;

/** Searches Parsec's computers with guest access. */
export function hostBlock(
  host: { readonly id: string; readonly name: string } | undefined,
  hostNo: number,
): InputBlock {
  // An option Slack cannot carry would keep the whole form from opening.
  const chosen = host === undefined || !isCarried(host.id) ? undefined : option(host.name, host.id);
  return input(
    countedBlockId(fields.host, hostNo),
    'Computer',
    searchSelect(actionIds.host, 'Search computers open to guests', chosen),
    { dispatches: true },
  );
}

/** Checkboxes, and the presets that check them; the one in force is highlighted. */
export function permissionBlocks(permissions: Permissions, presetNo: number): KnownBlock[] {
  const checked = permissionKeys.flatMap((name) => (permissions[name] ? [permissionOptions[name]] : []));
  return [
    input(
      countedBlockId(fields.permissions, presetNo),
      'Permissions',
      checkboxes(Object.values(permissionOptions), checked),
      { optional: true, dispatches: true, hint: 'Leave all unchecked for view only.' },
    ),
    actions(
      Object.entries(presets).map(([name, preset]) => {
        const isChosen = samePermissions(preset.permissions, permissions);
        return button(preset.label, `${fields.preset}:${name}`, name, isChosen ? 'primary' : undefined);
      }),
      fields.preset,
    ),
  ];
}
