import type { BlockAction } from '@slack/bolt';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { lastOnline, lookWhetherOnline } from '../../flows/host-online.ts';
import { openForChange } from '../../flows/request-change.ts';
import { chosenHost } from '../chosen-host.ts';
import type { Gate } from '../gate.ts';
import { actions, fields, modals } from '../names.ts';
import { createNewestOnly } from '../newest-only.ts';
import { extendFormView, updateFormView } from '../open-change-form.ts';
import { updateForm } from '../open-form.ts';
import { type Redrawn, redrawInviteForm } from '../redraw-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { readAbout, readMemory } from '../views/form-memory.ts';
import { readExtendForm, readUpdateForm } from '../views/read-invite-form.ts';
import { presets } from '../words/permissions.ts';

type FormView = NonNullable<BlockAction['view']>;

/** Something in an open form was changed: the lines that explain it, and the inputs that depend on it, change with it. */
export function listenToFormChanges(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();
  const changed = new RegExp(`^(${actions.value}|${actions.host}|${actions.zone}|${fields.preset}:.*)$`);
  gate.onAction(changed, 'member', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    const preset = action.action_id.startsWith(`${fields.preset}:`)
      ? action.action_id.slice(fields.preset.length + 1)
      : undefined;
    await newestOnly(view.id, async () => {
      const next = await redraw(slack, view, person, preset);
      // Without a hash: Slack would refuse an update for every other one in between, and the form would stay behind what
      // the person chose. Updates come in order here, and what was typed stays, whatever the order.
      const opened = next && (await updateForm(slack, { id: view.id, hash: '' }, next.view));
      const completed = opened && (await next.complete?.());
      if (opened !== undefined && completed !== undefined) await updateForm(slack, opened, completed);
    });
  });
}

async function redraw(
  slack: SlackContext,
  view: FormView,
  person: Person,
  preset: string | undefined,
): Promise<Redrawn | undefined> {
  switch (view.callback_id) {
    case modals.invite:
      return redrawInviteForm(slack, view, person, { change: (form) => withPreset(form, preset) });
    case modals.update:
      return redrawUpdate(slack, view, person, preset);
    case modals.extend: {
      const invite = await openForChange(slack.flows, readAbout(view), person);
      return isProblem(invite)
        ? undefined
        : { view: await extendFormView(slack, invite, readExtendForm(view), person) };
    }
    default:
      return undefined;
  }
}

async function redrawUpdate(
  slack: SlackContext,
  view: FormView,
  person: Person,
  preset: string | undefined,
): Promise<Redrawn | undefined> {
  const { inviteId } = readMemory(view);
  const invite = await openForChange(slack.flows, inviteId ?? '', person);
  if (isProblem(invite)) return undefined;
  const { hostId, ...form } = withPreset(readUpdateForm(view), preset);
  const host = await chosenHost(slack.flows, hostId, invite);
  return {
    view: await updateFormView(slack, invite, { ...form, host }, person),
    complete: async () => {
      if (host === undefined) return undefined;
      const before = lastOnline(slack.flows, host.id);
      const online = await lookWhetherOnline(slack.flows, host.id);
      return online.is === before?.is
        ? undefined
        : updateFormView(slack, invite, { ...form, host }, person, { online });
    },
  };
}

// Ticks of the bot's own need a new block, see form-memory.
function withPreset<F extends { readonly presetNo: number }>(form: F, preset: string | undefined): F {
  if (preset === undefined || !Object.hasOwn(presets, preset)) return form;
  const { permissions } = presets[preset as keyof typeof presets];
  return { ...form, permissions, presetNo: form.presetNo + 1 };
}
