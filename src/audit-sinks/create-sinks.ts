import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { AuditSink } from '../domain/audit-sink.ts';
import { createHttp } from '../providers/http.ts';
import { createFileSink } from './file-sink.ts';
import { createWebhookSink } from './webhook-sink.ts';

/** Where the operator wants the audit log to go, besides the store. */
type Wanted = {
  readonly auditFile?: string;
  readonly auditWebhook?: { readonly url: string; readonly token?: string };
};

/** The sinks that are configured. */
export function createAuditSinks(
  { auditFile, auditWebhook }: Wanted,
  http: Parameters<typeof createHttp>[0],
): readonly AuditSink[] {
  return [
    ...(auditFile === undefined ? [] : [createFileSink(auditFile, sinkId('file', resolve(auditFile)))]),
    ...(auditWebhook === undefined
      ? []
      : [createWebhookSink(createHttp(http), auditWebhook, sinkId('webhook', auditWebhook.url))]),
  ];
}

/** A sink as the store remembers it. An address may hold a secret, so it stands there as its hash. */
function sinkId(name: AuditSink['name'], place: string): string {
  return `${name}:${createHash('sha256').update(place).digest('hex').slice(0, 16)}`;
}
