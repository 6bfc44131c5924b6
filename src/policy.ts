import { parseArgs } from 'node:util';
import { policyFileNamed } from './config.ts';
import { defined } from './domain/defined.ts';
import { readExample } from './domain/policy/example-text.ts';
import { exampleFault, explainExample } from './domain/policy/policy-example.ts';
import type { PolicyFault } from './domain/policy/policy-faults.ts';
import { policySchema } from './domain/policy/policy-schema.ts';
import { findPolicyFile, type Policy, readPolicyText, writePolicyFaults } from './policy-file.ts';
import { explanationLines, reasonLines } from './policy-lines.ts';

const usage = `Checks the policy file before Guestlist uses it.

  npm run policy -- check     reads policy.yaml and names every mistake with its line
  npm run policy -- test      runs the examples in the file
  npm run policy -- explain --guest ana@example.com --host "Edit 1" --start "2026-11-24 14:00" --for 2h
                              says which rule decides about an invite, and why
  npm run policy -- schema    prints the JSON Schema of the file, for editors (add --silent after run to save it)

--file FILE       another file than POLICY_FILE or policy.yaml
--json            the result as JSON (check, test, explain)

For explain, the parts of the invite:
--guest ADDRESS   --host NAME   --start "DAY TIME"   --for LENGTH
--person ID       who invites: a member id, a user group's id, anyone (default), admins or coordinators
--group NAME      a group the computer is in; may be repeated
--channel ID      --permissions keyboard,mouse,gamepad   --zone NAME (default UTC)
--ahead LENGTH    how long before the start it is asked for (default 1h)`;

const options = {
  file: { type: 'string' },
  json: { type: 'boolean' },
  guest: { type: 'string' },
  host: { type: 'string' },
  start: { type: 'string' },
  for: { type: 'string' },
  person: { type: 'string' },
  group: { type: 'string', multiple: true },
  channel: { type: 'string' },
  permissions: { type: 'string' },
  zone: { type: 'string' },
  ahead: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** Runs one command and prints its result; answers the exit code: 0 well, 1 a mistake in the file, 2 in the command. */
async function main(): Promise<number> {
  let read: { readonly values: Values; readonly positionals: string[] };
  try {
    read = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    // Node's own advice after the first sentence is about how to pass the option as text, which no command here takes.
    const why = error instanceof Error ? error.message : String(error);
    return misused(`${why.split('. ')[0]?.replace(/\.$/, '')}.`);
  }
  const { values, positionals } = read;
  if (values.help === true) return say(usage);
  const [command, ...others] = positionals;
  if (others.length > 0) return misused(`Guestlist doesn't know “${others.join(' ')}”.`);
  if (command === 'schema') return say(JSON.stringify(policySchema(), undefined, 2));
  if (command !== 'check' && command !== 'test' && command !== 'explain')
    return misused(
      command === undefined ? 'Choose check, test, explain, or schema.' : `Guestlist doesn't know “${command}”.`,
    );
  const found = await findPolicyFile(values.file ?? policyFileNamed());
  const policy = found.text === undefined ? found.instead : readPolicyText(found.text, found.file);
  if (Array.isArray(policy)) {
    if (values.json === true) say(JSON.stringify({ faults: policy }, undefined, 2));
    else process.stderr.write(`${writePolicyFaults(policy)}\n`);
    return 1;
  }
  if (found.text === undefined && values.json !== true)
    process.stderr.write(`There is no ${found.file} here, so Guestlist uses its defaults.\n`);
  return { check, test, explain }[command](policy, values);
}

function check({ rules, examples }: Policy, { json }: Values): number {
  const names = rules.map(({ name }) => name);
  if (json === true) return say(JSON.stringify({ rules: names, examples: examples.length }, undefined, 2));
  return say(
    `The policy is valid. It has ${count(rules.length, 'rule')} (${names.join(', ')}) and ${count(examples.length, 'example')}.`,
  );
}

function test(policy: Policy, { json }: Values): number {
  const results = policy.examples.map((example) => ({ name: example.name, fault: exampleFault(policy, example) }));
  const why = policy.examples.map((example) => reasonLines(explainExample(policy, example)));
  const failed = results.filter(({ fault }) => fault !== undefined).length;
  if (json === true) say(JSON.stringify({ results }, undefined, 2));
  else if (results.length === 0) say('The file has no examples. Add some under `examples:`.');
  else {
    const lines = results.flatMap(({ name, fault }, index) =>
      fault === undefined
        ? [`ok    ${name}`]
        : [`WRONG ${name}: ${fault}`, ...(why[index] ?? []).map((line) => `    ${line}`)],
    );
    say([...lines, '', `${results.length - failed} passed, ${failed} failed`].join('\n'));
  }
  return failed === 0 ? 0 : 1;
}

function explain(policy: Policy, values: Values): number {
  const { json, guest, host, start, for: length, person, group: groups, channel, zone, ahead } = values;
  const permissions = values.permissions?.split(',').map((part) => part.trim());
  const given = defined({ guest, host, start, for: length, person, groups, channel, permissions, zone, ahead });
  const ask = readExample({ name: 'this invite', expect: 'allowed', ...given });
  if (Array.isArray(ask)) return misused(ask.map((each) => optionFault(each, given)).join('\n'));
  const explanation = explainExample(policy, ask);
  return say(json === true ? JSON.stringify(explanation, undefined, 2) : explanationLines(explanation).join('\n'));
}

/** What is wrong with an option of `explain`, beginning with its name. */
function optionFault({ path: [name = ''], fault, remedy }: PolicyFault, given: object): string {
  const option = name === 'groups' ? 'group' : name;
  return `--${String(option)} ${name in given ? fault : 'is missing'}: ${remedy.replace('`start: ', '`')}.`;
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function misused(why: string): number {
  process.stderr.write(`${why}\nnpm run policy -- --help says how to use it.\n`);
  return 2;
}

process.exitCode = await main();
