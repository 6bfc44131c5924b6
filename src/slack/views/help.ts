import type { DateOrder } from '../../domain/time/date-order.ts';
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

/** A day and hours as the person writes them; with the month's name where nobody says how. */
const dated: Readonly<Record<DateOrder | 'unknown', string>> = {
  'day-first': '31/12 14:00-16:00',
  'month-first': '12/31 2pm-4pm',
  unknown: '31 Dec 14:00-16:00',
};

function timesHelp(order: DateOrder | undefined): string {
  const examples = [
    'tomorrow 14-16',
    'fri 2pm-4pm',
    dated[order ?? 'unknown'],
    '2026-12-31 22:00 to 2027-01-01 02:00',
    'mon 9:00 to fri 17:00',
    'now for 2h',
    'in 30 min for an hour and a half',
    'until 18:00',
  ];
  const lines = examples.map((example) => `\`${escapeSigns(example)}\``);
  return `*What you can type after the e-mail and the computer*\n${lines.join('\n')}\nTimes are in your own time zone. Guestlist asks about anything it can't read. Put a computer's name in quotes if it looks like a time.`;
}

/** All that /guest can do; `order` is how the person writes dates, undefined when that is not known. */
export function guestHelp(order: DateOrder | undefined): Message {
  const lines = Object.entries(subcommands).map(([name, [args, about]]) => {
    const call = args === '' ? `/guest ${name}` : `/guest ${name} ${args}`;
    return `\`${escapeSigns(call)}\`\n${about}`;
  });
  return {
    text: 'What /guest can do',
    blocks: [
      header('What /guest can do'),
      section(lines.join('\n')),
      section(timesHelp(order)),
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
