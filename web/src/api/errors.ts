/** What stands between a request and its answer, in a form that screens can show. */

export type Fault = { type: string; loc: (string | number)[]; msg: string; input?: unknown };

/** The server said no. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly status: number,
    message: string,
    readonly faults: Fault[] = [],
    /** Seconds to wait before asking again, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** There was no answer: the server is gone, or the network. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  constructor() {
    super('The server does not answer.');
  }
}

function isFaultList(detail: unknown): detail is Fault[] {
  return Array.isArray(detail) && detail.every((each) => Array.isArray((each as Fault).loc));
}

/** An error answer's `detail` is a sentence, or the list of everything that does not fit. */
export function errorFrom(response: Response, body: unknown): ApiError {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  const seconds = Number(response.headers.get('Retry-After'));
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  if (isFaultList(detail))
    return new ApiError(response.status, 'Some of it does not fit.', detail, retryAfter);
  const sentence = typeof detail === 'string' ? detail : `The server answered ${response.status}.`;
  return new ApiError(response.status, sentence, [], retryAfter);
}

/** Pydantic's phrasing as people read it. */
export function worded(fault: Fault): string {
  if (fault.type === 'missing' || fault.input === '') return 'Please fill this in.';
  if (fault.type === 'string_pattern_mismatch') return 'This has not the right form.';
  const words = fault.msg.replace(/^Value error, /, '');
  return words
    .replace(/^(Input|String) should/, 'This should')
    .replace(/^./, (first) => first.toUpperCase());
}

/** Faults by the field of the body that they are about; what is about no field is under `''`. */
export function faultsByField(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const fields: Record<string, string> = {};
  for (const fault of error.faults) {
    const field = fault.loc.slice(1).find((part) => typeof part === 'string') ?? '';
    fields[field] ??= worded(fault);
  }
  return fields;
}

/** Whether asking again soon may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof ApiError && error.status === 503);
}
