import type { ExportedEntry } from './audit-export.ts';
import type { Problem } from './problem.ts';

/** Where the audit log is streamed to. */
export type AuditSink = {
  /** In the name of its job, and for people. */
  readonly name: 'file' | 'webhook';
  /** What is remembered of it: another file, or another address, gets everything from the beginning. Holds no secret. */
  readonly id: string;
  /** Hands over some entries, in order; they are there once this answers. Problem: audit_sink_failed, and any of them may be there. */
  send(entries: readonly ExportedEntry[]): Promise<'sent' | Problem>;
};
