import { viewFaults, viewIsTooLarge } from '../blocks/check-view.ts';
import { asJson, asText } from '../json.ts';
import { type Refusal, refuse, refuseFaults } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Json, OpenView } from '../slack-server.types.ts';
import type { Trigger } from '../triggers.ts';
import { describeView } from '../views/describe-view.ts';
import { knows, personOf } from '../workspace/workspace.ts';
import type { Answer, Method } from './method.ts';

/** What is wrong with a view argument; `own` is the view it replaces, whose external_id it may keep. */
export function viewRefusal(
  { workspace, views }: Parts,
  view: unknown,
  surface: 'modal' | 'home',
  own?: OpenView,
): Refusal | undefined {
  if (viewIsTooLarge(view)) return refuse('view_too_large');
  const faults = viewFaults(view, surface, knows(workspace));
  if (faults.length > 0) return refuseFaults('invalid_arguments', faults);
  const externalId = asText(asJson(view).external_id) ?? '';
  const other = externalId === '' ? undefined : views.findExternal(externalId)?.open;
  return other !== undefined && other !== own ? refuse('duplicate_external_id') : undefined;
}

function answer({ workspace }: Parts, open: OpenView): Answer {
  workspace.changes.changed();
  return { ok: true, view: describeView(workspace, open) };
}

/** The trigger of a call. A call that is refused for its view does not use it up. */
function triggerOf({ triggers }: Parts, args: Json): Trigger | Refusal {
  const id = asText(args.trigger_id) ?? '';
  if (id === '') return refuseFaults('invalid_arguments', ['[ERROR] missing required field: trigger_id']);
  const trigger = triggers.look(id);
  return 'error' in trigger ? refuse(trigger.error) : trigger;
}

const open: Method = {
  tier: 4,
  required: ['view'],
  run(parts, args) {
    const refused = viewRefusal(parts, args.view, 'modal');
    if (refused !== undefined) return refused;
    const trigger = triggerOf(parts, args);
    if ('ok' in trigger) return trigger;
    parts.triggers.redeem(String(args.trigger_id));
    return answer(parts, parts.views.open(trigger.person, asJson(args.view), trigger.channel));
  },
};

const push: Method = {
  tier: 4,
  required: ['view'],
  run(parts, args) {
    const refused = viewRefusal(parts, args.view, 'modal');
    if (refused !== undefined) return refused;
    const trigger = triggerOf(parts, args);
    if ('ok' in trigger) return trigger;
    // Only a gesture made in an open modal may lay another over it.
    const below = parts.views.stackOf(trigger.person).find((one) => one.id === trigger.viewId);
    if (below === undefined) return refuse('not_found');
    const pushed = parts.views.push(trigger.person, asJson(args.view), trigger.channel);
    if (pushed === undefined) return refuse('push_limit_reached');
    parts.triggers.redeem(String(args.trigger_id));
    return answer(parts, pushed);
  },
};

const update: Method = {
  tier: 4,
  required: ['view'],
  run(parts, args) {
    const id = asText(args.view_id) ?? '';
    const externalId = asText(args.external_id) ?? '';
    if (id === '' && externalId === '')
      return refuseFaults('invalid_arguments', ['[ERROR] missing required field: view_id or external_id']);
    const found = id === '' ? parts.views.findExternal(externalId) : parts.views.find(id);
    if (found === undefined) return refuse('not_found');
    const surface = found.open.view.type === 'home' ? 'home' : 'modal';
    const refused = viewRefusal(parts, args.view, surface, found.open);
    if (refused !== undefined) return refused;
    if (args.hash !== undefined && args.hash !== found.open.hash) return refuse('hash_conflict');
    parts.views.replace(found.open, asJson(args.view));
    return answer(parts, found.open);
  },
};

const publish: Method = {
  tier: 4,
  required: ['user_id', 'view'],
  run(parts, args) {
    if (!parts.workspace.manifest.homeTab) return refuse('not_enabled');
    const person = personOf(parts.workspace, asText(args.user_id) ?? '');
    if (person === undefined || person.kind === 'bot')
      return refuseFaults('invalid_arguments', ['[ERROR] invalid `user_id`']);
    const before = parts.views.home(person.id);
    const refused = viewRefusal(parts, args.view, 'home', before);
    if (refused !== undefined) return refused;
    if (args.hash !== undefined && before !== undefined && args.hash !== before.hash) return refuse('hash_conflict');
    return answer(parts, parts.views.publish(person.id, asJson(args.view)));
  },
};

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
