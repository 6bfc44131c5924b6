import { asksForHelp } from './asks-for-help.ts';
import type { EraseContext } from './flows/shared/erase-invite.ts';
import type { Blocked, Person } from './flows/shared/erase-person.ts';
import { erasePerson, findPerson, leftInSlack } from './flows/shared/erase-person.ts';
import { countLines, type PersonOptions, personOptions, withStore } from './person-script.ts';
import { reasonOf } from './reason-of.ts';

const usage = `Erases the personal data of a guest or an invited member. The bot can keep running: it edits the messages in Slack.

  npm run erase -- --guest ana@example.com [--also "Ana Smith"] [--dry-run]

--also      also erases entries that name the person by these words only; can be repeated
--dry-run   says what would be erased, and changes nothing`;

/** Erases a person and prints what was found; answers the exit code. */
async function main(): Promise<number> {
  if (asksForHelp(process.argv.slice(2))) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const options = personOptions(process.argv.slice(2), { dryRun: true });
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${usage}\n`);
    return 2;
  }
  let isStarted = false;
  try {
    return await withStore((context) => {
      isStarted = true;
      return erase(context, options);
    });
  } catch (error) {
    process.stderr.write(
      isStarted
        ? `Not everything was erased. ${reasonOf(error)}\nRun this again: it goes on where it stopped.\n`
        : `Nothing was erased. ${reasonOf(error)}\n`,
    );
    return 1;
  }
}

async function erase(context: EraseContext, { email, named, isDryRun }: PersonOptions): Promise<number> {
  const person = await findPerson(context, named);
  if (person.blocked.length > 0) {
    process.stderr.write(`Nothing was erased. ${email} still has access, or may get it:\n${blockedLines(person)}\n`);
    process.stderr.write(
      'Cancel open access first, for example on the card, or wait until it is confirmed. Then run this again.\n',
    );
    return 1;
  }
  if (person.rows.size === 0) process.stdout.write(`Guestlist has no personal data of ${email}.\n`);
  else if (isDryRun) {
    process.stdout.write(`Would erase:\n${countLines(countsOf(person))}\n${filesLine(person)}`);
    return 0;
  } else process.stdout.write(`Erased:\n${countLines(await erasePerson(context, person))}\n${filesLine(person)}`);
  process.stdout.write(await leftCopy(context));
  return 0;
}

function countsOf({ rows }: Person): Record<string, number> {
  return Object.fromEntries([...rows].map(([table, found]) => [table, found.length]));
}

function filesLine({ files }: Person): string {
  return files === 0 ? '' : `Files in Slack that may name the person, for the bot to delete: ${files}.\n`;
}

function blockedLines({ blocked }: Person): string {
  return blocked.map((each) => `  ${blockedLine(each)}`).join('\n');
}

function blockedLine(blocked: Blocked): string {
  if (blocked.what === 'member') return `${blocked.id}: this person is being invited as a member.`;
  if (blocked.what === 'removal') return `${blocked.id}: access is still being removed at a system.`;
  const { id, hostName, endsAt } = blocked.invite;
  const until = `${new Date(endsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return blocked.why === 'open'
    ? `${id}: access to ${hostName} until ${until}.`
    : `${id}: Parsec hasn't confirmed the end of access to ${hostName} (${until}).`;
}

/** What the bot still has to do, for everybody who was erased so far. */
async function leftCopy(context: EraseContext): Promise<string> {
  const left = await leftInSlack(context);
  const refused =
    left.refused === 0
      ? ''
      : `Slack refused to edit or delete ${left.refused} ${left.refused === 1 ? 'message or file' : 'messages and files'}: see docs/privacy.md.\n`;
  if (left.cards + left.messages + left.files === 0) return `Nothing is left to do in Slack.\n${refused}`;
  return `Left for the bot, which does it while it runs. Cards and warnings to edit: ${left.cards}, messages to erase: ${left.messages}, files to delete: ${left.files}.\n${refused}`;
}

process.exitCode = await main();
