import type { BlockAction } from '@slack/bolt';
import { defined } from '../../../domain/defined.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { openForChange } from '../../../flows/guest/request-change.ts';
import { isNewestDrawing, noteDrawing } from '../../../flows/shared/form-drawings.ts';
import { lastOnline, lookWhetherOnline } from '../../../flows/shared/host-online.ts';
import { formValues } from '../../blocks/form-values.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { actedAt, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { actions, fields, modals } from '../../names.ts';
import { updateForm } from '../../shared/open-form.ts';
import { presets } from '../../shared/permission-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { extendFormView, kickFormView, updateFormView } from '../change-form/open-change-form.ts';
import { chosenHost } from './chosen-host.ts';
import { About } from './form-memory.ts';
import type { InviteForm } from './invite-form.ts';
import { readExtendForm, readUpdateForm } from './read-invite-form.ts';
import { type Redrawn, redrawInviteForm } from './redraw-invite-form.ts';
import { withSwitchedEnd } from './switched-end.ts';
import { readLengthButton } from './time-blocks.ts';

type FormView = NonNullable<BlockAction['view']>;

/** Draws another form anew that has the inputs of these; `change` is what was pressed in it. Undefined when there is nothing to draw. */
export type RedrawForm = (
  slack: SlackContext,
  view: FormView,
  person: Person,
  change: <F extends Pick<InviteForm, 'permissions' | 'presetNo' | 'time' | 'lengthNo'>>(form: F) => F,
) => Promise<Redrawn | undefined>;

/**
 * Redraws an open form when something in it changes: the lines that explain it, and the inputs that depend on it. `others`: forms of other rooms,
 * by their callback_id.
 */
export function listenToFormChanges(
  gate: Gate,
  slack: SlackContext,
  others: Readonly<Record<string, RedrawForm>>,
): void {
  const newestOnly = createNewestOnly();
  const changed = new RegExp(
    `^(${actions.value}|${actions.host}|${actions.hosts}|${actions.zone}|${actions.more}|${actions.useSlot}|${actions.recentGuest}|${actions.template}|(${fields.preset}|${fields.length}):.*)$`,
  );
  gate.onAction(changed, 'member', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    const act = { viewId: view.id, actedAt: actedAt(action) };
    await noteDrawing(slack.flows, act);
    await newestOnly(view.id, act.actedAt, async () => {
      const other = Object.hasOwn(others, view.callback_id) ? others[view.callback_id] : undefined;
      const next =
        other === undefined
          ? await redraw(slack, view, person, action)
          : await other(slack, view, person, (form) => withPreset(withLength(form, action), action));
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
        usesSlot: pressed.action_id === actions.useSlot,
        ...defined({
          guestOf: chosenIn(pressed, actions.recentGuest),
          templateId: chosenIn(pressed, actions.template),
        }),
        change: (form) => withMore(withPreset(withLength(form, pressed), pressed), pressed),
      });
    case modals.update:
    case modals.extend:
    case modals.kick:
      return redrawChange(slack, view, person, pressed);
    default:
      return undefined;
  }
}

async function redrawChange(
  slack: SlackContext,
  view: FormView,
  person: Person,
  pressed: Pressed,
): Promise<Redrawn | undefined> {
  const invite = await openForChange(slack.flows, memoryOf(view, About).inviteId, person);
  if (isProblem(invite)) return undefined;
  if (view.callback_id === modals.extend)
    return { view: await extendFormView(slack, invite, readExtendForm(view), person) };
  if (view.callback_id === modals.kick)
    return { view: await kickFormView(slack, invite, person, formValues(view).choice(fields.kickChoice)) };
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

/** What was pressed in a form; for a changed input, none of the buttons. */
type Pressed = {
  readonly action_id: string;
  readonly value?: string;
  readonly selected_option?: { readonly value?: string } | null;
};

/** What was chosen in this menu; undefined in another. */
function chosenIn({ action_id, selected_option }: Pressed, menu: string): string | undefined {
  return action_id === menu ? selected_option?.value : undefined;
}

// What the bot itself fills in needs a new block, see countedBlockId.
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
