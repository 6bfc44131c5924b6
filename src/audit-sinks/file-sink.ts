import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { auditJson } from '../domain/audit-export.ts';
import type { AuditSink } from '../domain/audit-sink.ts';
import { type Problem, problem } from '../domain/problem.ts';

/** Appends entries to a file, one JSON a line. It is opened by its name each time, so that it can be rotated. */
export function createFileSink(path: string, id: string): AuditSink {
  return {
    name: 'file',
    id,
    async send(entries) {
      try {
        // Guests' addresses are in it: for the owner's eyes only.
        const file = await open(resolve(path), 'a+', 0o600);
        try {
          await append(file, entries.map((entry) => `${auditJson(entry)}\n`).join(''));
        } finally {
          await file.close();
        }
        return 'sent';
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** A line that a power cut left half written ends here, and its entry comes again. */
async function append(file: FileHandle, lines: string): Promise<void> {
  const { size } = await file.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await file.read(last, 0, 1, size - 1);
  await file.appendFile(size > 0 && last.toString() !== '\n' ? `\n${lines}` : lines);
  await file.sync();
}

function failed(error: unknown): Problem {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return problem('audit_sink_failed', { error: String(error.code) });
}
