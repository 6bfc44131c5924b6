import { context, cut, escapeSigns, escapeText, header, type Message, section } from '../../blocks/blocks.ts';
import { sentence } from '../../posting/answer.ts';

/** Every subcommand of /member in the order of the help, with its arguments and what it does. */
const subcommands = {
  invite: [
    '[system] [addresses…]',
    'Invite one person or many. Paste addresses in any form, or a CSV. For example `/member invite ana@example.com, tom@example.com`.',
  ],
  pending: ['[system] [text]', 'Show invites that nobody has accepted yet, to resend, edit or cancel them.'],
  resend: ['[email]', 'Email an invite again, if the system can.'],
  edit: ['[email]', 'Change the role or group of an invite, if the system can.'],
  cancel: ['[email]', 'Cancel an invite.'],
  list: ['[system] [text]', 'Show the members.'],
  remove: ['[email or name]', 'Remove a member. For admins.'],
  role: ['[email or name]', "Change a member's role, if the system has roles. For admins."],
  onboard: [
    '[addresses…]',
    'Invite people to several systems at once, with a profile from the policy. Paste addresses in any form, or a CSV.',
  ],
  offboard: [
    '[email]',
    'Remove a person from every system, with their pending invites. Shows what is there first. For admins.',
  ],
  help: ['', 'Show this help.'],
} as const satisfies Record<string, readonly [args: string, about: string]>;

export type MemberSubcommand = keyof typeof subcommands;

export function isMemberSubcommand(name: string): name is MemberSubcommand {
  return Object.hasOwn(subcommands, name);
}

/** Everything /member can do. `who` says who can invite, plain text. */
export function memberHelp(who: string): Message {
  const lines = Object.entries(subcommands).map(([name, [args, about]]) => {
    const call = args === '' ? `/member ${name}` : `/member ${name} ${args}`;
    return `\`${escapeSigns(call)}\`\n${about}`;
  });
  return {
    text: 'What /member can do',
    blocks: [header('What /member can do'), section(lines.join('\n')), context(escapeText(who))],
  };
}

/** The answer to an unknown subcommand. */
export function memberUsage(name: string): Message {
  const names = Object.keys(subcommands).join(', ');
  return sentence(`There is no “/member ${cut(name, 40)}”. Use one of: ${names}. “/member help” explains them.`);
}
