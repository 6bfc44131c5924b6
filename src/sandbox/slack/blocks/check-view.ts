import { asList, isJson, jsonList } from '../json.ts';
import { type At, anything, boolean, type Check, fault, object, oneOf, string } from './check.ts';
import { checkBlocks } from './check-blocks.ts';
import { limits } from './limits.ts';
import { plainText } from './objects.ts';

// Apps may send views back as they got them; Slack ignores its own keys.
const ownIds = ['id', 'root_view_id', 'previous_view_id', 'team_id', 'app_id', 'bot_id', 'app_installed_team_id'];
const sentBack = [...ownIds, 'state', 'hash'];

const everyView: Readonly<Record<string, Check>> = {
  private_metadata: string(limits.privateMetadata, 0),
  callback_id: string(limits.callbackId, 0),
  external_id: string(limits.externalId, 0),
  clear_on_close: boolean,
  notify_on_close: boolean,
  ...Object.fromEntries(sentBack.map((key) => [key, anything])),
};

const modal = object(
  { type: oneOf('modal'), title: plainText(limits.viewTitle), blocks: checkBlocks },
  {
    ...everyView,
    submit: plainText(limits.viewButton),
    close: plainText(limits.viewButton),
    submit_disabled: boolean,
  },
  (value, at) => {
    // Slack: submit is required when blocks holds an input.
    if (value.submit == null && jsonList(value.blocks).some((one) => one.type === 'input')) {
      fault(at, 'missing required field: submit');
    }
  },
);

const home = object(
  { type: oneOf('home'), blocks: checkBlocks },
  { ...everyView, title: anything, submit: anything, close: anything },
);

/** Slack's error messages for a view, empty when it is valid. `pointer`: the view's place in the request. */
export function viewFaults(
  view: unknown,
  surface: 'modal' | 'home',
  knows: (id: string) => boolean,
  pointer = '/view',
): readonly string[] {
  const at: At = { pointer, surface, knows, faults: [] };
  (surface === 'modal' ? modal : home)(view, at);
  return at.faults;
}

export function viewIsTooLarge(view: unknown): boolean {
  return isJson(view) && Buffer.byteLength(JSON.stringify(view)) > limits.viewBytes;
}

/** Slack's error messages for the blocks of a message. */
export function messageFaults(blocks: unknown, knows: (id: string) => boolean): readonly string[] {
  const at: At = { pointer: '/blocks', surface: 'message', knows, faults: [] };
  if (asList(blocks).length > 0 || !Array.isArray(blocks)) checkBlocks(blocks, at);
  return at.faults;
}
