import { nearestWord } from '../../../domain/text/nearest-word.ts';
import type { DateOrder } from '../../../domain/time/date-order.ts';
import { actions, button, cut, escapeSigns, header, type Message, plainSection, section } from '../../blocks/blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { buttons } from '../../names.ts';
import { sentence } from '../../posting/answer.ts';

/** Every subcommand of /guest by what it is for, in the order of the help, with its arguments and what it does. */
const groups = {
  'Invite a guest': {
    invite: [
      '[email] [computer] [when]',
      'Open the form, filled in with what you typed. For example `/guest invite ana@example.com Edit 3 tomorrow 14-16`.',
    ],
  },
  'Change an invite': {
    update: ['[invite or email]', 'Change the computer, permissions or times.'],
    extend: ['[invite or email]', 'Move the end.'],
    cancel: ['[invite or email]', 'Cancel an invite. A connected guest is disconnected and stays out.'],
    kick: ['[invite or email]', 'Disconnect a guest now.'],
  },
  'Look up': {
    list: ['[mine, active, upcoming, all]', 'List invites.'],
    find: [
      '[guest, computer, event, @person, month or day]',
      'Find invites, past ones too. For example `/guest find ana edit 2026-05`.',
    ],
    show: ['<invite or email>', 'Show one invite and its history.'],
    series: ['[guest, computer or event]', 'List series: skip or move one invite, or end the series.'],
    hosts: ['[name]', 'List the computers open to guests, who is on them now and who is next.'],
    board: ['[day, week] [computer]', 'Draw who is on which computer when.'],
    credits: ['', 'Show how many guest access credits are left.'],
    approvals: ['', 'Show what waits for your approval or review, and what you asked for.'],
    policy: ['', 'Show what you can do: the rules for your invites, and your limits.'],
    history: ['[filters]', 'Show what you did, and what was done to your invites.'],
    report: [
      '[access, person, credits, dashboard] [month]',
      'Report who could connect to a computer, whom somebody let in, credits, or invites made in Parsec. Sends a CSV file.',
    ],
  },
  'For admins': {
    audit: [
      '[@person, action, month or text]',
      'Show the audit log. `/guest audit export` sends it as CSV and JSONL files.',
    ],
  },
  'This channel': {
    settings: ['', 'Choose what Guestlist posts here, and when it warns before an end.'],
    help: ['', 'Show this help.'],
  },
} as const satisfies Record<string, Record<string, readonly [args: string, about: string]>>;

type Groups = typeof groups;
export type Subcommand = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

const names = Object.values(groups).flatMap((group) => Object.keys(group));

export function isSubcommand(name: string): name is Subcommand {
  return names.includes(name);
}

/** What people type for a command that is called otherwise here. */
const others: Readonly<Record<string, Subcommand>> = {
  remove: 'cancel',
  delete: 'cancel',
  revoke: 'cancel',
  add: 'invite',
  new: 'invite',
  create: 'invite',
};

/** An example of a day and hours in the person's date order; with the month's name where that is not known. */
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
  return `*Times you can type*\n${lines.join(' · ')}\nTimes are in your own time zone. Guestlist asks about anything it can't read. Put a computer's name in quotes if it looks like a time.`;
}

/** Everything /guest can do; `order` is how the person writes dates, undefined when that is not known. */
export function guestHelp(order: DateOrder | undefined): Message {
  return {
    text: 'What /guest can do',
    blocks: [
      header('What /guest can do'),
      ...Object.entries(groups).map(([title, group]) => section(groupHelp(title, group))),
      section(timesHelp(order)),
      section(
        "You can also use “Invite a guest” in the shortcuts menu, or “Invite this guest” in the menu of a message. In threads, where commands don't work, use those.",
      ),
      // Last, since Slack shows the end of a long answer.
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

/** The answer to an unknown subcommand (`name`), with its arguments (`rest`): a button for the one that was probably meant, else all of them. */
export function usage(name: string, rest: string): Message {
  const typed = `“/guest ${cut(name, 40)}” isn't a command.`;
  const meant = meantCommand(name, rest);
  if (meant === undefined || meant.length > limits.buttonValue) {
    return sentence(`${typed} Use one of: ${names.join(', ')}. See “/guest help”.`);
  }
  const text = `${typed} Did you mean “/guest ${cut(meant, 200)}”?`;
  const [command] = meant.split(' ');
  const run = actions([button(`Run /guest ${command}`, buttons.run, meant)]);
  return { text: escapeSigns(text), blocks: [plainSection(text), run] };
}

/** What the person probably meant: the subcommand without its typing error, or an invite for the address it begins with. */
function meantCommand(name: string, rest: string): string | undefined {
  if (name.includes('@')) return `invite ${name} ${rest}`.trim();
  const nearest = others[name.toLowerCase()] ?? nearestWord(name, names);
  return nearest === undefined ? undefined : `${nearest} ${rest}`.trim();
}
