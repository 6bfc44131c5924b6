import { nearestWord } from '../../domain/nearest-word.ts';
import type { DateOrder } from '../../domain/time/date-order.ts';
import { buttons } from '../names.ts';
import { actions, button, cut, escapeSigns, header, plain, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** Every subcommand of /guest by what it is for, in the order of the help, with what stands behind it and what it does. */
const groups = {
  'Invite a guest': {
    invite: [
      '[e-mail] [computer] [when]',
      'Open the form, filled in with what you typed. For example `/guest invite ana@example.com Edit 3 tomorrow 14-16`.',
    ],
  },
  'Change an invite': {
    update: ['[invite or e-mail]', 'Change the computer, what the guest may use, or the times.'],
    extend: ['[invite or e-mail]', 'Move the end.'],
    cancel: ['[invite or e-mail]', 'End an invite. A connected guest is disconnected and stays out.'],
    kick: ['[invite or e-mail]', 'Disconnect a guest now.'],
  },
  'Look something up': {
    list: ['[mine, active, upcoming, all]', 'List invites.'],
    show: ['<invite or e-mail>', 'Show one invite and its history.'],
    hosts: ['[name]', 'List the computers open to guests, with who is on them now and who is next.'],
    credits: ['', 'Show how many guest access credits are left.'],
  },
  'This channel': {
    settings: ['', 'Choose what Guestlist posts here, and when it warns before an end.'],
    help: ['', 'Show this.'],
  },
} as const satisfies Record<string, Record<string, readonly [args: string, about: string]>>;

type Groups = typeof groups;
export type Subcommand = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

const names = Object.values(groups).flatMap((group) => Object.keys(group));

export function isSubcommand(name: string): name is Subcommand {
  return names.includes(name);
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
  return `*What you can type after the e-mail and the computer*\n${lines.join(' · ')}\nTimes are in your own time zone. Guestlist asks about anything it can't read. Put a computer's name in quotes if it looks like a time.`;
}

/** All that /guest can do; `order` is how the person writes dates, undefined when that is not known. */
export function guestHelp(order: DateOrder | undefined): Message {
  return {
    text: 'What /guest can do',
    blocks: [
      header('What /guest can do'),
      ...Object.entries(groups).map(([title, group]) => section(groupHelp(title, group))),
      section(timesHelp(order)),
      section(
        'The lightning menu has “Invite a guest” too, and the menu of a message “Invite this guest”. Inside a thread, where commands do not work, use those.',
      ),
      // Last: of a long answer Slack shows the end.
      actions([button('Invite a guest', buttons.run, 'invite', 'primary')]),
    ],
  };
}

function groupHelp(title: string, group: Readonly<Record<string, readonly [args: string, about: string]>>): string {
  const lines = Object.entries(group).map(([name, [args, about]]) => {
    const call = args === '' ? `/guest ${name}` : `/guest ${name} ${args}`;
    return `\`${escapeSigns(call)}\` ${about}`;
  });
  return `*${title}*\n${lines.join('\n')}`;
}

/** Slack: a button's value has at most 2000 characters. */
const LONGEST_VALUE = 2_000;

/** The answer to a subcommand that there is not (`name`), with `rest` behind it: the one that was meant as a button, else those there are. */
export function usage(name: string, rest: string): Message {
  const typed = `There is no “/guest ${cut(name, 40)}”.`;
  const meant = meantCommand(name, rest);
  if (meant === undefined || meant.length > LONGEST_VALUE) {
    const text = `${typed} Use one of: ${names.join(', ')}. “/guest help” explains them.`;
    return { text: escapeSigns(text), blocks: [{ type: 'section', text: plain(text) }] };
  }
  const text = `${typed} Did you mean “/guest ${cut(meant, 200)}”?`;
  const [command] = meant.split(' ');
  return {
    text: escapeSigns(text),
    blocks: [{ type: 'section', text: plain(text) }, actions([button(`Run /guest ${command}`, buttons.run, meant)])],
  };
}

/** What was probably to stand behind /guest: the subcommand without its typing error, or an invite of the address it begins with. */
function meantCommand(name: string, rest: string): string | undefined {
  if (name.includes('@')) return `invite ${name} ${rest}`.trim();
  const nearest = nearestWord(name, names);
  return nearest === undefined ? undefined : `${nearest} ${rest}`.trim();
}
