import { asList, isJson, jsonList } from '../json.ts';
import { type At, anything, boolean, type Check, fault, object, oneOf, string } from './check.ts';
import { checkBlocks } from './check-blocks.ts';
import { limits } from './limits.ts';
import { plainText } from './objects.ts';

const everyView: Readonly<Record<string, Check>> = {
  private_metadata: string(limits.privateMetadata, 0),
  callback_id: string(limits.callbackId, 0),
  external_id: string(limits.externalId, 0),
};

// Apps hand back views as they got them; Slack ignores what it filled in itself.
const sentBack: Readonly<Record<string, Check>> = Object.fromEntries(
  [
    'id',
    'team_id',
    'state',
    'hash',
    'root_view_id',
    'previous_view_id',
    'app_id',
    'bot_id',
    'app_installed_team_id',
  ].map((key) => [key, anything]),
);

const modal = object(
  { type: oneOf('modal'), title: plainText(limits.viewTitle), blocks: checkBlocks },
  {
    ...everyView,
    ...sentBack,
    submit: plainText(limits.viewButton),
    close: plainText(limits.viewButton),
    clear_on_close: boolean,
    notify_on_close: boolean,
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
  {
    ...everyView,
    ...sentBack,
    title: anything,
    submit: anything,
    close: anything,
    clear_on_close: boolean,
    notify_on_close: boolean,
  },
);

/** What is wrong with a view, in Slack's words; empty when Slack would take it. `pointer` is where the view is in the request. */
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

/** What is wrong with the blocks of a message, in Slack's words. */
export function messageFaults(blocks: unknown, knows: (id: string) => boolean): readonly string[] {
  const at: At = { pointer: '/blocks', surface: 'message', knows, faults: [] };
  if (asList(blocks).length > 0 || !Array.isArray(blocks)) checkBlocks(blocks, at);
  return at.faults;
}
