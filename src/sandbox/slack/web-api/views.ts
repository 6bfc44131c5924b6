import { viewFaults, viewIsTooLarge } from '../blocks/check-view.ts';
import { asJson, asText } from '../json.ts';
import { type Refusal, refuse, refuseArguments, refuseFaults } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Json, OpenView } from '../slack-server.types.ts';
import type { Trigger } from '../triggers.ts';
import { describeView } from '../views/describe-view.ts';
import type { ViewStore } from '../views/view-store.ts';
import { knows, personOf } from '../workspace/workspace.ts';
import type { Answer, Method } from './method.ts';

/** Slack's error for a view argument. `own`: the view it replaces, whose external_id it may keep. */
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

/** A method that shows a modal to the person who acted. What is refused does not use up the trigger. */
function showModal(show: (views: ViewStore, trigger: Trigger, view: Json) => OpenView | Refusal): Method {
  return {
    tier: 4,
    required: ['view'],
    run(parts, args) {
      const refused = viewRefusal(parts, args.view, 'modal');
      if (refused !== undefined) return refused;
      const id = asText(args.trigger_id) ?? '';
      if (id === '') return refuseArguments('missing required field: trigger_id');
      const trigger = parts.triggers.look(id);
      if ('error' in trigger) return refuse(trigger.error);
      const shown = show(parts.views, trigger, asJson(args.view));
      if ('ok' in shown) return shown;
      parts.triggers.redeem(id);
      return answer(parts, shown);
    },
  };
}

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': showModal((views, { person, channel }, view) => views.open(person, view, channel)),
  'views.push': showModal((views, { person, channel, viewId }, view) => {
    // Only an action in an open modal may push another view.
    if (!views.stackOf(person).some((one) => one.id === viewId)) return refuse('not_found');
    return views.push(person, view, channel) ?? refuse('push_limit_reached');
  }),
  'views.update': {
    tier: 4,
    required: ['view'],
    run(parts, args) {
      const id = asText(args.view_id) ?? '';
      const externalId = asText(args.external_id) ?? '';
      if (id === '' && externalId === '') return refuseArguments('missing required field: view_id or external_id');
      const found = id === '' ? parts.views.findExternal(externalId) : parts.views.find(id);
      if (found === undefined) return refuse('not_found');
      const surface = found.open.view.type === 'home' ? 'home' : 'modal';
      const refused = viewRefusal(parts, args.view, surface, found.open);
      if (refused !== undefined) return refused;
      if (args.hash !== undefined && args.hash !== found.open.hash) return refuse('hash_conflict');
      parts.views.replace(found.open, asJson(args.view));
      return answer(parts, found.open);
    },
  },
  'views.publish': {
    tier: 4,
    required: ['user_id', 'view'],
    run(parts, args) {
      if (!parts.workspace.manifest.homeTab) return refuse('not_enabled');
      const person = personOf(parts.workspace, asText(args.user_id) ?? '');
      if (person === undefined || person.kind === 'bot') return refuseArguments('invalid `user_id`');
      const before = parts.views.home(person.id);
      const refused = viewRefusal(parts, args.view, 'home', before);
      if (refused !== undefined) return refused;
      if (args.hash !== undefined && before !== undefined && args.hash !== before.hash) return refuse('hash_conflict');
      return answer(parts, parts.views.publish(person.id, asJson(args.view)));
    },
  },
};
