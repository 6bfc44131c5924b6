import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { isSameName, mayShareTemplates } from '../../../domain/template.ts';
import { inviteToRepeat } from '../../../flows/guest/read-invites.ts';
import {
  deleteTemplate,
  saveTemplate,
  type TemplateField,
  templatesFor,
  templateToChange,
} from '../../../flows/guest/templates.ts';
import { escapeText } from '../../blocks/blocks.ts';
import type { Gate } from '../../gate.ts';
import { buttons, fields, modals } from '../../names.ts';
import type { Call } from '../../shared/command-call.ts';
import { keptChannel } from '../../shared/form-place.ts';
import { openForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { openTemplate } from '../invite-form/open-template.ts';
import { deletedCopy, noSuchTemplate, savedCopy } from './template-copy.ts';
import {
  blankTemplate,
  readTemplateForm,
  type TemplateForm,
  templateModal,
  templateOfInvite,
} from './template-form.ts';
import { templateList } from './template-list.ts';

const blocks = {
  name: fields.name,
  host: fields.host,
  length: fields.duration,
  event: fields.event,
  message: fields.message,
  channel: fields.channel,
} satisfies Record<TemplateField, string>;

/** `/guest template [name]`: the list, or the invite form filled in from the template of that name. */
export async function listTemplates({ slack, person, text, triggerId, channelId, reply }: Call): Promise<void> {
  const templates = await templatesFor(slack.flows, person);
  const named = templates.find(({ name }) => isSameName(name, text));
  if (named !== undefined) return openTemplate(slack, triggerId, person, { id: named.id, channelId });
  const note = text.trim() === '' ? '' : noSuchTemplate(text);
  await reply(templateList(templates, { person, policy: slack.flows.policy() }, { note }));
}

/** The buttons of the list, and the form of a template. Who may do what is decided at the click. */
export function listenToTemplates(gate: Gate, slack: SlackContext): void {
  const listOf = async (person: Person, options: { readonly page?: number; readonly note?: string }) =>
    templateList(await templatesFor(slack.flows, person), { person, policy: slack.flows.policy() }, options);

  // One listener for all of them, as for the buttons of lists of invites.
  gate.onButton(/^template_(use|edit|delete|new|save|page)(:|$)/, 'member', async ({ action, body, person, reply }) => {
    const id = action.value ?? '';
    switch (action.action_id) {
      case buttons.templateUse:
        return openTemplate(slack, body.trigger_id, person, { id, channelId: body.channel?.id });
      case buttons.templateEdit:
        return openTemplateForm(slack, body.trigger_id, person, templateToChange(slack.flows, person, id));
      case buttons.templateNew:
        return openTemplateForm(slack, body.trigger_id, person, blankTemplate);
      case buttons.templateSave:
        return saveAsTemplate(slack, body.trigger_id, person, id);
      case buttons.templateDelete: {
        const deleted = await deleteTemplate(slack.flows, person, id);
        const note = isProblem(deleted) ? `:warning: ${escapeText(problemCopy(deleted))}` : deletedCopy(deleted);
        return reply(await listOf(person, { note }), true);
      }
      default:
        return reply(await listOf(person, { page: /^\d{1,3}$/.test(id) ? Number(id) : 0 }), true);
    }
  });

  gate.onSubmission(modals.template, 'member', async ({ refuse, show, view, person }) => {
    const saved = await saveTemplate(slack.flows, person, { ...readTemplateForm(view), requestKey: view.id });
    if (!('id' in saved))
      return refuse(Object.fromEntries(saved.map(({ field, problem }) => [blocks[field], problem])));
    await show(sayModal('Template saved', savedCopy(saved)));
  });
}

/** Opens the form of a template; for a Problem, a modal that says so. */
async function openTemplateForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  making: TemplateForm | Promise<TemplateForm | Problem>,
): Promise<void> {
  const mayShare = mayShareTemplates(person, slack.flows.policy());
  const view = Promise.resolve(making).then(async (form) => {
    if (isProblem(form)) return sayModal('Template', form);
    return templateModal({ ...form, channelId: await keptChannel(slack.flows, form.channelId, person) }, { mayShare });
  });
  await openForm(slack, triggerId, view);
}

/** “Save as template” of an invite: the form filled in from it, for who may see all of it. */
async function saveAsTemplate(slack: SlackContext, triggerId: string, person: Person, inviteId: string): Promise<void> {
  const form = inviteToRepeat(slack.flows, inviteId, person).then((invite) =>
    isProblem(invite) ? invite : templateOfInvite(invite),
  );
  await openTemplateForm(slack, triggerId, person, form);
}
