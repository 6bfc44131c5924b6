import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import { type Permissions, permissionKeys, samePermissions } from '../../../domain/invite.ts';
import { actions, button, isCarried, option } from '../../blocks/blocks.ts';
import type { FormValues } from '../../blocks/form-values.ts';
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

/** The checkboxes alone. */
export function permissionInput(permissions: Permissions, options: { readonly presetNo?: number } = {}): InputBlock {
  const checked = permissionKeys.flatMap((name) => (permissions[name] ? [permissionOptions[name]] : []));
  const { presetNo } = options;
  return input(
    countedBlockId(fields.permissions, presetNo ?? 0),
    'Permissions',
    checkboxes(Object.values(permissionOptions), checked),
    {
      optional: true,
      hint: 'Leave all unchecked for view only.',
      ...defined({ dispatches: presetNo === undefined ? undefined : true }),
    },
  );
}

/** What is checked in them. */
export function readPermissions(values: FormValues): Permissions {
  const ticked = values.ticked(fields.permissions);
  return {
    keyboard: ticked.includes('keyboard'),
    mouse: ticked.includes('mouse'),
    gamepad: ticked.includes('gamepad'),
  };
}

/** Checkboxes, and the presets that check them; the one in force is highlighted. */
export function permissionBlocks(permissions: Permissions, presetNo: number): KnownBlock[] {
  return [
    permissionInput(permissions, { presetNo }),
    actions(
      Object.entries(presets).map(([name, preset]) => {
        const isChosen = samePermissions(preset.permissions, permissions);
        return button(preset.label, `${fields.preset}:${name}`, name, isChosen ? 'primary' : undefined);
      }),
      fields.preset,
    ),
  ];
}
