import type { UserEdit } from '../api/client';

/** A form's text, or nothing where it is empty. */
function textIn(form: FormData, name: string): string | null {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What the account's form says; what was left empty is left out. The server judges the rest. */
export function userFrom(form: FormData): UserEdit {
  const gender = textIn(form, 'gender');
  // Anything but a number goes as it is, so that the server's words about it stand at the field.
  const numberOrText = (text: string) => (/^-?\d+$/.test(text) ? Number(text) : text) as number;
  const age = textIn(form, 'age');
  const occupation = textIn(form, 'occupation');
  return {
    username: textIn(form, 'username') ?? '',
    email: textIn(form, 'email') ?? '',
    password: textIn(form, 'password') ?? '',
    ...(age !== null && { age: numberOrText(age) }),
    ...((gender === 'F' || gender === 'M') && { gender }),
    ...(occupation !== null && { occupation: Number(occupation) }),
  };
}
