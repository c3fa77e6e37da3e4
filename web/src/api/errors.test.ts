import { describe, expect, it } from 'vitest';
import { ApiError, Unreachable, errorFrom, faultsByField, isPassing } from './errors';

describe('errorFrom', () => {
  it('takes a sentence as the message, with the time to wait', () => {
    const response = new Response(null, { status: 429, headers: { 'Retry-After': '8' } });
    const error = errorFrom(response, { detail: 'Too many failed logins' });
    expect(error.message).toBe('Too many failed logins');
    expect(error.retryAfter).toBe(8);
  });

  it('keeps every fault of a 422', () => {
    const detail = [
      { type: 'missing', loc: ['body', 'email'], msg: 'Field required' },
      { type: 'string_too_short', loc: ['body', 'password'], msg: 'String should have 8' },
    ];
    const error = errorFrom(new Response(null, { status: 422 }), { detail });
    expect(error.faults).toEqual(detail);
  });

  it('has words for a body that is not ours', () => {
    const error = errorFrom(new Response(null, { status: 502 }), '<html>');
    expect(error.message).toBe('The server answered 502.');
    expect(error.retryAfter).toBeNull();
  });
});

describe('faultsByField', () => {
  it('finds the field in the location, the first fault of a field first', () => {
    const error = new ApiError(422, '', [
      { type: 'missing', loc: ['body', 'email'], msg: 'Field required' },
      { type: 'less_than_equal', loc: ['body', 'age'], msg: 'Input should be at most 120' },
      { type: 'int_parsing', loc: ['body', 'age'], msg: 'second' },
    ]);
    expect(faultsByField(error)).toEqual({
      email: 'Please fill this in.',
      age: 'This should be at most 120',
    });
  });

  it('looks past positions in lists, and keeps what is about no field', () => {
    const error = new ApiError(422, '', [
      { type: 'value_error', loc: ['body', 0, 'rating'], msg: 'Value error, too high' },
      { type: 'value_error', loc: ['body'], msg: 'Value error, not both' },
    ]);
    expect(faultsByField(error)).toEqual({ rating: 'Too high', '': 'Not both' });
  });

  it('finds the filter of a list that does not fit', () => {
    const msg = 'Value error, unknown genre; known are: Drama, War';
    const error = new ApiError(422, '', [
      { type: 'value_error', loc: ['query', 'genre'], msg, input: 'Nope' },
    ]);
    expect(faultsByField(error)).toEqual({ genre: 'Unknown genre; known are: Drama, War' });
  });

  it('is empty for other errors', () => {
    expect(faultsByField(new Unreachable())).toEqual({});
  });
});

describe('isPassing', () => {
  it('tells what may work in a moment from what will not', () => {
    expect(isPassing(new Unreachable())).toBe(true);
    expect(isPassing(new ApiError(503, ''))).toBe(true);
    expect(isPassing(new ApiError(401, ''))).toBe(false);
    expect(isPassing(new Error('bug'))).toBe(false);
  });
});
