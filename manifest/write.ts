import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Document, isScalar, isSeq } from 'yaml';
import { botScopes, httpManifest, manifest, optionalBotScopes } from './manifest.ts';
import { type Manifest, manifestFaults } from './schema.ts';

/** The committed Socket Mode manifest. */
export const manifestFile = new URL('../slack-manifest.yml', import.meta.url);

const header = [
  ' Generated from manifest/manifest.ts by `npm run manifest`. Edit the source, not this file; `npm run check` compares them.',
  ' To install: api.slack.com/apps, Create New App, From a manifest. For HTTP instead of Socket Mode, paste what',
  ' `npm run manifest -- --http https://your-host` prints.',
].join('\n');

/** The manifest as YAML, keys in the order of the source, each scope with its reason. */
export function renderManifest(source: Manifest): string {
  const document = new Document(source);
  document.commentBefore = header;
  explain(document, 'bot', botScopes);
  explain(document, 'bot_optional', optionalBotScopes);
  return document.toString({ lineWidth: 0 });
}

function explain(document: Document, list: string, reasons: Readonly<Record<string, string>>): void {
  const scopes = document.getIn(['oauth_config', 'scopes', list]);
  if (!isSeq(scopes)) return;
  for (const scope of scopes.items) if (isScalar(scope)) scope.comment = ` ${reasons[String(scope.value)]}`;
}

if (import.meta.main) {
  const { http } = parseArgs({ options: { http: { type: 'string' } } }).values;
  const source = http === undefined ? manifest() : httpManifest(http);
  const faults = manifestFaults(source);
  if (faults.length > 0) {
    process.stderr.write(`${faults.join('\n')}\n`);
    process.exitCode = 1;
  } else if (http === undefined) {
    writeFileSync(manifestFile, renderManifest(source));
  } else {
    process.stdout.write(renderManifest(source));
  }
}
