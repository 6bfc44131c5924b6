import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { commands, shortcuts } from '../src/slack/names.ts';
import { manifest } from './manifest.ts';
import { type Manifest, manifestFaults } from './schema.ts';
import { manifestFile, renderManifest } from './write.ts';

/** The names in the code: Slack's name by the key that listeners use. */
export type Names = {
  readonly commands: Readonly<Record<string, string>>;
  readonly shortcuts: Readonly<Record<string, string>>;
};

/** What the code listens to. `sources` holds the text of each file in src/slack, by its path. */
export type Code = { readonly names: Names; readonly sources: Readonly<Record<string, string>> };

/** Reads the code from disk. */
export function readCode(): Code {
  const folder = fileURLToPath(new URL('../src/slack/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const sources = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  return { names: { commands, shortcuts }, sources };
}

/** Every difference between manifest, committed file, and code; empty when they agree. */
export function checkManifest(source: Manifest, file: string, code: Code): string[] {
  const broken = [
    ...manifestFaults(source),
    ...manifestFaults(parse(file)).map((fault) => `slack-manifest.yml: ${fault}`),
  ];
  const stale = renderManifest(source) === file ? [] : ['slack-manifest.yml is out of date: run `npm run manifest`'];
  return [...new Set([...broken, ...stale, ...namesFaults(source, code.names), ...listenerFaults(source, code)])];
}

function namesFaults({ features }: Manifest, names: Names): string[] {
  const declared = {
    commands: (features.slash_commands ?? []).map(({ command }) => command),
    shortcuts: (features.shortcuts ?? []).map(({ callback_id }) => callback_id),
  };
  return (['commands', 'shortcuts'] as const).flatMap((kind) => {
    const used = Object.values(names[kind]);
    return [
      ...used
        .filter((name) => !declared[kind].includes(name))
        .map((name) => `${name}: in names.ts, but not in the manifest`),
      ...declared[kind]
        .filter((name) => !used.includes(name))
        .map((name) => `${name}: in the manifest, but not in names.ts`),
    ];
  });
}

/** `gate.onCommand(commands.guest, ...)`, `.onShortcut(shortcuts.inviteGuest, ...)`, `.onEvent('app_home_opened', ...)`: all go through the gate. */
const registration =
  /\.on(Command|Shortcut|MessageAction|Event)\(\s*(?:(commands|shortcuts)\.(\w+)|(['"`])([^'"`]*)\4|([^\s,)]*))/g;

function listenerFaults({ settings }: Manifest, { names, sources }: Code): string[] {
  const heard = { commands: new Set<string>(), shortcuts: new Set<string>(), events: new Set<string>() };
  const faults: string[] = [];
  for (const [file, text] of Object.entries(sources)) {
    for (const [, kind, table, key, , literal, odd] of text.matchAll(registration)) {
      if (kind === 'Event' && literal !== undefined) heard.events.add(literal);
      else if (kind === 'Command' && table === 'commands' && key !== undefined) heard.commands.add(key);
      else if (kind !== 'Command' && table === 'shortcuts' && key !== undefined) heard.shortcuts.add(key);
      else faults.push(`${file}: .on${kind}(${literal ?? odd ?? `${table}.${key}`}) must use its name from names.ts`);
    }
  }
  const events = settings.event_subscriptions?.bot_events ?? [];
  return [
    ...faults,
    ...Object.keys(names.commands)
      .filter((key) => !heard.commands.has(key))
      .map((key) => `commands.${key}: has no listener`),
    ...Object.keys(names.shortcuts)
      .filter((key) => !heard.shortcuts.has(key))
      .map((key) => `shortcuts.${key}: has no listener`),
    ...events
      .filter((event) => !heard.events.has(event))
      .map((event) => `event ${event}: in the manifest, but has no listener`),
    ...[...heard.events]
      .filter((event) => !events.includes(event))
      .map((event) => `event ${event}: not in the manifest`),
  ];
}

if (import.meta.main) {
  const faults = checkManifest(manifest(), readFileSync(manifestFile, 'utf8'), readCode());
  for (const fault of faults) process.stderr.write(`manifest: ${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
