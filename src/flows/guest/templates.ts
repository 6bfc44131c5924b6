import { defined } from '../../domain/defined.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import {
  inOrder,
  isSameName,
  MAX_TEMPLATE_NAME,
  MOST_TEMPLATES,
  mayChangeTemplate,
  mayShareTemplates,
  mayUseTemplate,
  type Template,
  templateName,
  withoutErased,
} from '../../domain/template.ts';
import { cleanLine, cleanText } from '../../domain/text/clean.ts';
import { readLength } from '../../domain/time/durations.ts';
import { checkPlace } from '../shared/check-place.ts';
import { type Context, type Statements, writeAudit } from '../shared/context.ts';
import { textFaults } from './guest-texts.ts';
import { lookUpHost } from './look-up-host.ts';

/** The templates a person can use: their own first, then those of the workspace. */
export async function templatesFor(
  { store, workspaceId }: Pick<Context, 'store' | 'workspaceId'>,
  { id }: Pick<Person, 'id'>,
): Promise<readonly Template[]> {
  return inOrder(await store.templatesOf({ workspaceId: workspaceId(), ownerIds: [id, ''] }));
}

/** The template a person chose, by its id. Problem: template_unknown, also for one of somebody else. */
export async function templateToUse(context: Context, person: Person, id: string): Promise<Template | Problem> {
  const template = await context.store.getTemplate(id);
  const isHere = template?.workspaceId === context.workspaceId();
  if (template === undefined || !isHere || !mayUseTemplate(template, person)) return problem('template_unknown');
  return withoutErased(template);
}

/** The template a person may change. Problems: template_unknown, template_of_workspace. */
export async function templateToChange(context: Context, person: Person, id: string): Promise<Template | Problem> {
  const template = await templateToUse(context, person, id);
  if (isProblem(template)) return template;
  return mayChangeTemplate(template, person, context.policy()) ? template : problem('template_of_workspace');
}

/** What a form holds. `id`: the template that is changed, else a new one is made by `requestKey`. Whether there is such a computer or channel is looked up. */
export type WantedTemplate = Pick<
  Template,
  'name' | 'permissions' | 'length' | 'message' | 'channelId' | 'eventName'
> & {
  readonly id: string | undefined;
  readonly requestKey: string;
  readonly isShared: boolean;
  readonly hostId: string | undefined;
};

export type TemplateField = 'name' | 'host' | 'length' | 'event' | 'message' | 'channel';
export type TemplateProblem = { readonly field: TemplateField; readonly problem: Problem };

/**
 * Saves a template, and for one of the workspace writes who did it to the audit log, in one transaction. Problems of the fields:
 * template_name_missing, template_name_taken, template_limit, template_unknown, template_of_workspace, duration_invalid, and those of
 * lookUpHost and checkPlace.
 */
export async function saveTemplate(
  context: Context,
  person: Person,
  wanted: WantedTemplate,
): Promise<Template | readonly TemplateProblem[]> {
  const [host, place, before] = await Promise.all([
    wanted.hostId === undefined ? undefined : lookUpHost(context, wanted.hostId),
    wanted.channelId === undefined ? undefined : checkPlace(context, wanted.channelId, person),
    wanted.id === undefined ? undefined : templateToChange(context, person, wanted.id),
  ]);
  const isShared = before === undefined || isProblem(before) ? wanted.isShared : before.ownerId === '';
  const faults = writtenFaults(wanted);
  if (isProblem(host)) faults.push({ field: 'host', problem: host });
  if (isProblem(place) && place.code !== 'channel_unchecked') faults.push({ field: 'channel', problem: place });
  if (isProblem(before)) faults.push({ field: 'name', problem: before });
  else if (isShared && !mayShareTemplates(person, context.policy()))
    faults.push({ field: 'name', problem: problem('template_of_workspace') });
  if (isProblem(host) || isProblem(before) || faults.length > 0) return faults;
  const now = context.now();
  const template: Template = {
    id: before?.id ?? `tpl_${wanted.requestKey}`,
    workspaceId: context.workspaceId(),
    ownerId: isShared ? '' : person.id,
    name: templateName(wanted.name),
    hostId: host?.hostId,
    hostName: host?.hostName,
    permissions: wanted.permissions,
    length: wanted.length.trim(),
    message: cleanText(wanted.message),
    channelId: wanted.channelId,
    eventName: cleanLine(wanted.eventName),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  const fault = await context.store.transaction((tx) => save(context, tx, person, template, wanted.id));
  return fault === undefined ? template : [{ field: 'name', problem: fault }];
}

function writtenFaults({ name, length, eventName, message }: WantedTemplate): TemplateProblem[] {
  const faults: TemplateProblem[] = [];
  const clean = templateName(name);
  if (clean === '' || clean.length > MAX_TEMPLATE_NAME)
    faults.push({ field: 'name', problem: problem('template_name_missing', { max: MAX_TEMPLATE_NAME }) });
  const read = readLength(length);
  if (isProblem(read)) faults.push({ field: 'length', problem: read });
  const texts = { eventName: cleanLine(eventName), message: cleanText(message) };
  faults.push(...textFaults(texts, { mayBeNameless: true }));
  return faults;
}

/** Why it is not saved: it is gone by now, its name is taken, or there are as many as there can be. `id`: the one that is changed. */
async function save(
  context: Context,
  tx: Statements,
  person: Person,
  template: Template,
  id: string | undefined,
): Promise<Problem | undefined> {
  const { workspaceId, ownerId } = template;
  // Two who save at once do it one after the other.
  await tx.lockSame(`templates/${workspaceId}/${ownerId}`);
  const others = (await tx.templatesOf({ workspaceId, ownerIds: [ownerId] })).filter((each) => each.id !== template.id);
  if (id !== undefined && (await tx.getTemplate(id)) === undefined) return problem('template_unknown');
  if (others.some(({ name }) => isSameName(name, template.name))) return problem('template_name_taken');
  const max = ownerId === '' ? MOST_TEMPLATES.workspace : MOST_TEMPLATES.own;
  if (others.length >= max) return problem('template_limit', { max });
  await tx.saveTemplate(template);
  if (ownerId === '') await writeTemplateAudit(context, tx, person, template, 'template_saved');
  return undefined;
}

/** Deletes a template. Problems: template_unknown, template_of_workspace. */
export async function deleteTemplate(context: Context, person: Person, id: string): Promise<Template | Problem> {
  const template = await templateToChange(context, person, id);
  if (isProblem(template)) return template;
  const isDeleted = await context.store.transaction(async (tx) => {
    if (!(await tx.deleteTemplate(id))) return false;
    if (template.ownerId === '') await writeTemplateAudit(context, tx, person, template, 'template_deleted');
    return true;
  });
  return isDeleted ? template : problem('template_unknown');
}

async function writeTemplateAudit(
  context: Context,
  tx: Statements,
  person: Person,
  { id, workspaceId, name, hostName }: Template,
  action: 'template_saved' | 'template_deleted',
): Promise<void> {
  const facts = { name, ...defined({ host: hostName }) };
  await writeAudit(context, tx, { subject: `template/${id}`, workspaceId, actor: person.id, action, facts });
}
