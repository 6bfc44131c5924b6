import type { KnownBlock } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { mayChangeTemplate, type Template } from '../../../domain/template.ts';
import {
  button,
  buttonRow,
  context,
  header,
  lineBlock,
  type Message,
  section,
  shortText,
} from '../../blocks/blocks.ts';
import { pageButtons } from '../../blocks/pages.ts';
import { buttons } from '../../names.ts';
import { confirmed } from '../../shared/list-modal.ts';
import { noTemplates, templateCopy } from './template-copy.ts';

/** Templates on one page. */
const PAGE_SIZE = 10;

/** The templates a person can use; `page` counts from 0, and one that is not there is the last. `note`: the result of a click, mrkdwn. */
export function templateList(
  templates: readonly Template[],
  reader: { readonly person: Person; readonly policy: Policy },
  { page = 0, note = '' }: { readonly page?: number; readonly note?: string } = {},
): Message {
  const title = 'Templates';
  const create = button('New template', buttons.templateNew, 'new', templates.length === 0 ? 'primary' : undefined);
  if (templates.length === 0)
    return { text: title, blocks: [header(title), ...lineBlock(note), section(noTemplates), ...buttonRow([create])] };
  const shown = Math.min(page, Math.ceil(templates.length / PAGE_SIZE) - 1);
  const from = shown * PAGE_SIZE;
  const rows = templates.slice(from, from + PAGE_SIZE);
  const more = from + PAGE_SIZE < templates.length;
  return {
    text: `${title}: ${templates.length}`,
    blocks: [
      header(title),
      ...lineBlock(note),
      ...rows.flatMap((template) => row(template, mayChangeTemplate(template, reader.person, reader.policy))),
      ...(templates.length > PAGE_SIZE ? [context(`${from + 1} to ${from + rows.length} of ${templates.length}`)] : []),
      ...buttonRow([...pageButtons(buttons.templatePage, { page: shown, more }, String), create]),
    ],
  };
}

function row(template: Template, mayChange: boolean): KnownBlock[] {
  const { id, name } = template;
  const use = button('Use', buttons.templateUse, id, 'primary');
  const remove = confirmed(button('Delete', buttons.templateDelete, id, 'danger'), {
    title: `Delete “${shortText(name, 60)}”?`,
    text: 'Invites that were made with it stay as they are.',
    yes: 'Delete template',
    no: 'Keep template',
  });
  const change = mayChange ? buttonRow([button('Edit', buttons.templateEdit, id), remove], `change:${id}`) : [];
  return [{ ...section(templateCopy(template), `use:${id}`), accessory: use }, ...change];
}
