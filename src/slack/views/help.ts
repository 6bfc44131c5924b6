import { cut, escapeSigns, header, plain, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** Every subcommand of /guest, in the order of the help, with what stands behind it and what it does. */
const subcommands = {
  invite: [
    '[e-mail] [computer] [when]',
    'Invite a guest. For example `/guest invite ana@example.com tomorrow 14:00-16:00`.',
  ],
  update: ['[invite or e-mail]', 'Change the computer, what the guest may use, or the times.'],
  extend: ['[invite or e-mail]', 'Move the end.'],
  cancel: ['[invite or e-mail]', 'Take an invite back. A connected guest is disconnected and stays out.'],
  kick: ['[invite or e-mail]', 'Disconnect a guest now.'],
  list: ['[mine, active, upcoming, all]', 'List invites.'],
  show: ['<invite or e-mail>', 'Show one invite and what happened to it.'],
  hosts: ['[name]', 'List the computers open to guests, and whether they are online.'],
  credits: ['', 'Say how many guest access credits are left.'],
  settings: ['', 'Choose how this channel is told: where, how long before an end, and whether starts are told.'],
  help: ['', 'Show this.'],
} as const satisfies Record<string, readonly [args: string, about: string]>;

export type Subcommand = keyof typeof subcommands;

export function isSubcommand(name: string): name is Subcommand {
  return Object.hasOwn(subcommands, name);
}

/** All that /guest can do. */
export function guestHelp(): Message {
  const lines = Object.entries(subcommands).map(([name, [args, about]]) => {
    const call = args === '' ? `/guest ${name}` : `/guest ${name} ${args}`;
    return `\`${escapeSigns(call)}\`\n${about}`;
  });
  return {
    text: 'What /guest can do',
    blocks: [
      header('What /guest can do'),
      section(lines.join('\n')),
      section(
        'The lightning menu has “Invite a guest” too, and the menu of a message “Invite this guest”. Inside a thread, where commands do not work, use those.',
      ),
    ],
  };
}

/** The answer to a subcommand that there is not. */
export function usage(name: string): Message {
  const names = Object.keys(subcommands).join(', ');
  const text = `There is no “/guest ${cut(name, 40)}”. Use one of: ${names}. “/guest help” explains them.`;
  return { text: escapeSigns(text), blocks: [{ type: 'section', text: plain(text) }] };
}
