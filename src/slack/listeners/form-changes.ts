import type { BlockAction } from '@slack/bolt';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { isNewestDrawing, noteDrawing } from '../../flows/form-drawings.ts';
import { lastOnline, lookWhetherOnline } from '../../flows/host-online.ts';
import { openForChange } from '../../flows/request-change.ts';
import { chosenHost } from '../chosen-host.ts';
import type { Gate } from '../gate.ts';
import { actions, fields, modals } from '../names.ts';
import { createNewestOnly } from '../newest-only.ts';
import { extendFormView, kickFormView, updateFormView } from '../open-change-form.ts';
import { updateForm } from '../open-form.ts';
import { type Redrawn, redrawInviteForm } from '../redraw-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { withSwitchedEnd } from '../switched-end.ts';
import { readAbout, readMemory } from '../views/form-memory.ts';
import { formValues } from '../views/form-values.ts';
import type { InviteForm } from '../views/invite-form.ts';
import { readExtendForm, readUpdateForm } from '../views/read-invite-form.ts';
import { readLengthButton } from '../views/time-blocks.ts';
import { presets } from '../words/permissions.ts';

type FormView = NonNullable<BlockAction['view']>;

/** Something in an open form was changed: the lines that explain it, and the inputs that depend on it, change with it. */
export function listenToFormChanges(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();
  const changed = new RegExp(
    `^(${actions.value}|${actions.host}|${actions.zone}|${actions.more}|(${fields.preset}|${fields.length}):.*)$`,
  );
  gate.onAction(changed, 'member', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    // Slack's own time of the click: other replicas get the clicks before and after it, and are not as quick.
    const act = { viewId: view.id, actedAt: Math.round((Number(action.action_ts) || 0) * 1_000_000) };
    await noteDrawing(slack.flows, act);
    await newestOnly(view.id, async () => {
      const next = await redraw(slack, view, person, action);
      const isNewest = () => isNewestDrawing(slack.flows, act);
      if (next === undefined || !(await isNewest())) return;
      // Without a hash: Slack would refuse an update for every other one in between, and the form would stay behind what
      // the person chose. Updates come in order here, and what was typed stays, whatever the order.
      const opened = await updateForm(slack, { id: view.id, hash: '' }, next.view, isNewest);
      const completed = opened && (await next.complete?.());
      if (opened !== undefined && completed !== undefined) await updateForm(slack, opened, completed);
    });
  });
}

async function redraw(
  slack: SlackContext,
  view: FormView,
  person: Person,
  pressed: Pressed,
): Promise<Redrawn | undefined> {
  switch (view.callback_id) {
    case modals.invite:
      return redrawInviteForm(slack, view, person, {
        change: (form) => withMore(withPreset(withLength(form, pressed), pressed), pressed),
      });
    case modals.update:
      return redrawUpdate(slack, view, person, pressed);
    case modals.extend: {
      const invite = await openForChange(slack.flows, readAbout(view), person);
      return isProblem(invite)
        ? undefined
        : { view: await extendFormView(slack, invite, readExtendForm(view), person) };
    }
    case modals.kick: {
      const invite = await openForChange(slack.flows, readAbout(view), person);
      if (isProblem(invite)) return undefined;
      return { view: await kickFormView(slack, invite, person, formValues(view).choice(fields.kickChoice)) };
    }
    default:
      return undefined;
  }
}

async function redrawUpdate(
  slack: SlackContext,
  view: FormView,
  person: Person,
  pressed: Pressed,
): Promise<Redrawn | undefined> {
  const { inviteId } = readMemory(view);
  const invite = await openForChange(slack.flows, inviteId ?? '', person);
  if (isProblem(invite)) return undefined;
  const { hostId, ...form } = withPreset(withLength(readUpdateForm(view), pressed), pressed);
  const host = await chosenHost(slack.flows, hostId, invite);
  const time = withSwitchedEnd(form.time, view, slack.flows.now());
  const shown = { ...form, time, host };
  return {
    view: await updateFormView(slack, invite, shown, person),
    complete: async () => {
      if (host === undefined) return undefined;
      const before = lastOnline(slack.flows, host.id);
      const online = await lookWhetherOnline(slack.flows, host.id);
      return online.is === before?.is ? undefined : updateFormView(slack, invite, shown, person, { online });
    },
  };
}

/** What was pressed in a form; an input that was changed names none of the buttons. */
type Pressed = { readonly action_id: string; readonly value?: string };

// What the bot itself fills in needs a new block, see form-memory.
function withPreset<F extends { readonly presetNo: number }>(form: F, { action_id }: Pressed): F {
  const preset = action_id.slice(fields.preset.length + 1);
  if (!action_id.startsWith(`${fields.preset}:`) || !Object.hasOwn(presets, preset)) return form;
  const { permissions } = presets[preset as keyof typeof presets];
  return { ...form, permissions, presetNo: form.presetNo + 1 };
}

function withLength<F extends Pick<InviteForm, 'time' | 'lengthNo'>>(form: F, { action_id }: Pressed): F {
  const duration = readLengthButton(action_id);
  if (duration === undefined) return form;
  const time = { ...form.time, end: { ...form.time.end, duration } };
  return { ...form, time, lengthNo: form.lengthNo + 1 };
}

function withMore<F extends { readonly showsMore: boolean }>(form: F, { action_id, value }: Pressed): F {
  return action_id === actions.more ? { ...form, showsMore: value === 'more' } : form;
}
