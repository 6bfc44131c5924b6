import type { EmulatedAnswer } from '../provider-server.types.ts';
import type { SnykEmulatorOptions } from './snyk-emulator.types.ts';

export type Fault = {
  readonly status: number;
  readonly detail: string;
  readonly parameter?: string;
  readonly pointer?: string;
};

export function isFault(value: object): value is Fault {
  return 'detail' in value;
}

/** A fault as the documents have it; or with `details`, as the server was seen to; or flat, as another page of theirs has it. */
export function refuse(
  { status, detail, parameter, pointer }: Fault,
  form: SnykEmulatorOptions['faults'],
): EmulatedAnswer {
  if (form === 'flat') return { status, body: { status: String(status), code: detail } };
  const source = parameter === undefined ? pointer && { pointer } : { parameter };
  const fault = {
    status: String(status),
    ...(form === 'details' ? { details: detail } : { detail }),
    ...(source ? { source } : {}),
  };
  return { status, body: { jsonapi: { version: '1.0' }, errors: [fault] } };
}
